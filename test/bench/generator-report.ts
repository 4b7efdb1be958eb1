import type { ContenderAnswer } from "./generator-contender.ts";
import { summarize } from "./statistics.ts";
import { textTable } from "./text-table.ts";
import { rounded } from "./units.ts";

/** One contender's round. */
export interface GeneratorRun extends ContenderAnswer {
  readonly contender: string;
  readonly round: number;
  /** CPU time of the broker meanwhile. */
  readonly brokerCpuMs: number;
}

/** The contenders with their rates: the median of all rounds, and the slowest and the fastest. */
export function formatGeneratorRuns(runs: readonly GeneratorRun[]): string {
  const contenders = [...new Set(runs.map(({ contender }) => contender))];
  const rows = contenders.map((contender) => {
    const own = runs.filter((run) => run.contender === contender);
    const rate = summarize(own.map(({ acknowledged, durationMs }) => (acknowledged / durationMs) * 1000));
    const perEvent = (ms: (run: GeneratorRun) => number) =>
      rounded(summarize(own.map((run) => (ms(run) * 1000) / run.acknowledged)).median);
    return [
      contender,
      Math.round(rate.median),
      Math.round(rate.min),
      Math.round(rate.max),
      perEvent(({ cpuMs }) => cpuMs),
      perEvent(({ brokerCpuMs }) => brokerCpuMs),
    ];
  });
  const head = ["", "events/s", "slowest", "fastest", "CPU µs/event", "broker's CPU µs/event"];
  return textTable(head, rows);
}
