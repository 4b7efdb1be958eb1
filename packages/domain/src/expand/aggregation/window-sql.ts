import { intervalLiteral } from "../../emit/sql-text.ts";
import { readableName } from "../../sql/reserved-words.ts";
import type { AggregationForm, AggregationWindow } from "./aggregation.ts";
import { durationWords } from "./duration-text.ts";

/** What a window function reads. */
export interface WindowInput {
  /** A table, or an earlier step. */
  readonly table: string;
  readonly timeColumn: string;
  /** Columns that sessions are kept apart by. */
  readonly groups: readonly string[];
}

/** A window table-valued function with its named arguments. */
export interface WindowCall {
  readonly name: "TUMBLE" | "HOP" | "CUMULATE" | "SESSION";
  readonly args: readonly string[];
}

/** The function that cuts a table's rows into windows. */
export function windowFunction(window: AggregationWindow, input: WindowInput): WindowCall {
  const size = intervalLiteral(window.sizeMs);
  const every = intervalLiteral(window.everyMs ?? window.sizeMs);
  const table = `DATA => TABLE ${readableName(input.table)}`;
  const time = `TIMECOL => DESCRIPTOR(${readableName(input.timeColumn)})`;
  switch (window.kind) {
    case "tumbling":
      return { name: "TUMBLE", args: [table, time, `SIZE => ${size}`] };
    case "hopping":
      return { name: "HOP", args: [table, time, `SLIDE => ${every}`, `SIZE => ${size}`] };
    case "cumulating":
      return { name: "CUMULATE", args: [table, time, `STEP => ${every}`, `SIZE => ${size}`] };
    case "session": {
      const names = input.groups.map(readableName);
      const groups = names.length > 1 ? `(${names.join(", ")})` : names.join("");
      const partition = groups === "" ? "" : ` PARTITION BY ${groups}`;
      return { name: "SESSION", args: [`${table}${partition}`, time, `GAP => ${size}`] };
    }
  }
}

/**
 * The columns that tell windows apart. Both bounds let Flink end a window; one alone makes an aggregate that late rows
 * still correct. Cumulating windows share their start.
 */
export function windowKey({ kind }: AggregationWindow, form: AggregationForm): readonly string[] {
  if (form === "final") return ["window_start", "window_end"];
  return [kind === "cumulating" ? "window_end" : "window_start"];
}

/** The column that identifies a window among those of its group. */
export function windowIdentity({ kind }: AggregationWindow): string {
  return kind === "cumulating" ? "window_end" : "window_start";
}

/** How a grouped SELECT says the bounds of its window. */
export function windowBounds(
  window: AggregationWindow,
  form: AggregationForm,
): Readonly<Record<"window_start" | "window_end", string>> {
  if (form === "final") return { window_start: "window_start", window_end: "window_end" };
  return window.kind === "cumulating"
    ? { window_start: "MIN(window_start) AS window_start", window_end: "window_end" }
    : {
        window_start: "window_start",
        window_end: `window_start + ${intervalLiteral(window.sizeMs)} AS window_end`,
      };
}

/** The window in words, for people. */
export function windowWords({ kind, sizeMs, everyMs = sizeMs }: AggregationWindow): string {
  const size = durationWords(sizeMs);
  switch (kind) {
    case "tumbling":
      return `tumbling, ${size} of event time`;
    case "hopping":
      return `hopping, ${size} of event time, one every ${durationWords(everyMs)}`;
    case "cumulating":
      return `cumulating up to ${size} of event time, by ${durationWords(everyMs)}`;
    case "session":
      return `session, ended by ${size} of event time without a row`;
  }
}
