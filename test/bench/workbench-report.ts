import type { SaveMeasurement } from "./measure-saves.ts";
import type { SuiteMeasurement } from "./measure-suite.ts";
import { summarize } from "./statistics.ts";
import { type Cell, textTable } from "./text-table.ts";
import { inSeconds } from "./units.ts";

/** What `bench:workbench` found. */
export interface WorkbenchMeasurements {
  readonly suites: readonly SuiteMeasurement[];
  readonly saves: readonly SaveMeasurement[];
}

/** The measurements as tables of seconds. */
export function formatWorkbench({ suites, saves }: WorkbenchMeasurements): string {
  const tests = suites[0]?.testMs.length ?? 0;
  const warm = suites.flatMap(({ testMs }) => testMs.slice(1));
  const steps = Object.keys(saves[0]?.stepMs ?? {});
  return [
    textTable(head("sql test, seconds"), [
      row(
        `command with ${tests} tests, to its end`,
        suites.map(({ totalMs }) => totalMs),
      ),
      row(
        "Flink ready",
        suites.map(({ flinkMs }) => flinkMs),
      ),
      row(
        "first test",
        suites.flatMap(({ testMs }) => testMs.slice(0, 1)),
      ),
      ...(warm.length === 0 ? [] : [row("every further test", warm)]),
    ]),
    textTable(head("dev, seconds"), [
      row(
        "from save to running",
        saves.map(({ runningMs }) => runningMs),
      ),
      row(
        "to its first checkpoint",
        saves.map(({ totalMs }) => totalMs),
      ),
      ...steps.map((step) =>
        row(
          `of it ${step}`,
          saves.map(({ stepMs }) => stepMs[step] ?? 0),
        ),
      ),
    ]),
  ].join("\n\n");
}

function head(what: string): readonly string[] {
  return [what, "median", "min", "max"];
}

function row(what: string, ms: readonly number[]): readonly Cell[] {
  const { median, min, max } = summarize(ms);
  return [what, inSeconds(median), inSeconds(min), inSeconds(max)];
}
