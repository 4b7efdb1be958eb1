import type { StartTimes } from "./started-platform.ts";
import { summarize } from "./statistics.ts";
import { type Cell, textTable } from "./text-table.ts";
import { inMebibytes, inSeconds, rounded } from "./units.ts";

/** By engine: memory held, and CPU time used since its start. */
export type ProcessCosts = Readonly<
  Record<string, { readonly memoryBytes: number; readonly cpuSeconds: number }>
>;

/** Everything that `bench:start` measured. */
export interface StartMeasurements {
  readonly first: readonly StartTimes[];
  /** Over the data that the first start left. */
  readonly second: readonly StartTimes[];
  /** After the first result, a record a run. */
  readonly processes: readonly ProcessCosts[];
  readonly gains: readonly { readonly title: string; readonly times: readonly StartTimes[] }[];
}

/** The measurements as tables. */
export function formatStart(measured: StartMeasurements): string {
  const tables = [timesTable(measured), partsTable(measured.first), processTable(measured.processes)];
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

function processTable(runs: readonly ProcessCosts[]): string {
  const names = Object.keys(runs[0] ?? {});
  const row = (
    name: string,
    ofRun: (run: ProcessCosts) => readonly ProcessCosts[string][],
  ): readonly Cell[] => {
    const sums = runs.map((run) => ({
      bytes: ofRun(run).reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
      seconds: ofRun(run).reduce((sum, each) => sum + each.cpuSeconds, 0),
    }));
    const memory = summarize(sums.map(({ bytes }) => bytes));
    const cpu = summarize(sums.map(({ seconds }) => seconds));
    return [name, ...[memory.median, memory.min, memory.max].map(inMebibytes), inSeconds(cpu.median * 1000)];
  };
  const rows = names.map((name) => row(name, (run) => (run[name] === undefined ? [] : [run[name]])));
  return textTable(
    ["after the first result", "MiB, median", "min", "max", "CPU s, median"],
    [...rows, row("in all", Object.values)],
  );
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
