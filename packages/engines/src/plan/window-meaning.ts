import { type ColumnMeaning, digest } from "./expression-meaning.ts";

/** What the `windowing` of a node's description holds. Indices count the columns of the node's input. */
interface Windowing {
  readonly window: Readonly<Record<string, unknown>> & { readonly type: string };
  readonly isRowtime?: boolean;
  readonly timeAttributeIndex?: number;
  readonly windowStart?: number;
  readonly windowEnd?: number;
}

const names: Readonly<Record<string, string>> = {
  TumblingWindow: "tumbling",
  HoppingWindow: "hopping",
  CumulativeWindow: "cumulating",
  SessionWindow: "session",
};

/** The window of a window function or of a windowed aggregate: its kind and sizes, and the time that it cuts. */
export function windowMeaning(windowing: unknown, columns: readonly ColumnMeaning[]): ColumnMeaning {
  const { window, isRowtime, timeAttributeIndex, windowStart, windowEnd } = windowing as Windowing;
  const at = (index: number | undefined) => (index === undefined ? undefined : columns[index]?.exact);
  // A session window also names the columns whose rows make a session, by their places.
  const parts = Object.entries(window).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map((index: number) => at(index)) : value,
  ]);
  const lengths = Object.values(window).flatMap((value) =>
    typeof value === "string" && value.startsWith("PT") ? [durationText(value)] : [],
  );
  return {
    exact: digest([parts, isRowtime, at(timeAttributeIndex), at(windowStart), at(windowEnd)]),
    text: [names[window.type] ?? window.type, lengths.join(" every ")].join(" ").trim(),
  };
}

/** `PT1M30S` as `1 min 30 s`; what is no such duration stays. */
export function durationText(iso: string): string {
  const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(iso);
  if (parts === null) return iso;
  const units = ["h", "min", "s"];
  const shown = units.flatMap((unit, index) => {
    const amount = parts[index + 1];
    return amount === undefined ? [] : [`${amount} ${unit}`];
  });
  return shown.join(" ") || "0 s";
}
