import type { StartTimes } from "./started-platform.ts";
import { summarize } from "./statistics.ts";
import { type Cell, textTable } from "./text-table.ts";
import { inMebibytes, inSeconds, rounded } from "./units.ts";

/** Everything that `bench:start` measured. */
export interface StartMeasurements {
  readonly first: readonly StartTimes[];
  /** Over the data that the first start left. */
  readonly second: readonly StartTimes[];
  /** Bytes by engine after the first result, a record a run. */
  readonly memory: readonly Readonly<Record<string, number>>[];
  readonly gains: readonly { readonly title: string; readonly times: readonly StartTimes[] }[];
}

/** The measurements as tables. */
export function formatStart(measured: StartMeasurements): string {
  const tables = [timesTable(measured), partsTable(measured.first), memoryTable(measured.memory)];
  if (measured.gains.length > 0) tables.push(gainsTable(measured.gains));
  return tables.join("\n\n");
}

const summaryHead = ["median", "min", "max"] as const;

function timesTable({ first, second }: StartMeasurements): string {
  return textTable(
    [`seconds, ${first.length} runs`, ...summaryHead],
    [
      ["all services ready", ...summaryRow(first.map(({ readyMs }) => readyMs))],
      ["first committed result", ...summaryRow(first.map(({ firstResultMs }) => firstResultMs))],
      ["second start: ready", ...summaryRow(second.map(({ readyMs }) => readyMs))],
      ["second start: results there", ...summaryRow(second.map(({ firstResultMs }) => firstResultMs))],
    ],
  );
}

function partsTable(first: readonly StartTimes[]): string {
  const rows = (kind: "services" | "applied", what: string) =>
    Object.keys(first[0]?.[kind] ?? {}).map((name): readonly Cell[] => [
      `${name} ${what}`,
      ...summaryRow(first.flatMap((times) => times[kind][name] ?? [])),
    ]);
  return textTable(
    ["first start, seconds", ...summaryHead],
    [...rows("services", "ready, from the engines' start"), ...rows("applied", "applied, from the command")],
  );
}

function memoryTable(memory: readonly Readonly<Record<string, number>>[]): string {
  const names = Object.keys(memory[0] ?? {});
  const inAll = memory.map((run) => Object.values(run).reduce((sum, bytes) => sum + bytes, 0));
  const row = (name: string, bytes: readonly number[]): readonly Cell[] => {
    const { median, min, max } = summarize(bytes);
    return [name, inMebibytes(median), inMebibytes(min), inMebibytes(max)];
  };
  const rows = names.map((name) =>
    row(
      name,
      memory.flatMap((run) => run[name] ?? []),
    ),
  );
  return textTable(["memory after the first result, MiB", ...summaryHead], [...rows, row("in all", inAll)]);
}

function gainsTable(gains: StartMeasurements["gains"]): string {
  const medians = gains.map(({ title, times }) => ({
    title,
    readyMs: summarize(times.map(({ readyMs }) => readyMs)).median,
    firstResultMs: summarize(times.map(({ firstResultMs }) => firstResultMs)).median,
  }));
  const base = medians[0];
  const rows = medians.map(({ title, readyMs, firstResultMs }): readonly Cell[] => [
    title,
    inSeconds(readyMs),
    inSeconds(firstResultMs),
    rounded((firstResultMs - (base?.firstResultMs ?? 0)) / 1000),
  ]);
  return textTable(["started", "ready, s", "first result, s", "gained, s"], rows);
}

function summaryRow(values: readonly number[]): readonly Cell[] {
  const { median, min, max } = summarize(values);
  return [inSeconds(median), inSeconds(min), inSeconds(max)];
}
