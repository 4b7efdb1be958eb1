import type { LatencyMeasurement } from "./latency.ts";
import { percentile } from "./statistics.ts";
import { type Cell, textTable } from "./text-table.ts";

/** The latency as a table in milliseconds. */
export function formatLatency(measured: LatencyMeasurement): string {
  const { perSecond, seconds, posted, refused, answerMs, resultMs } = measured;
  const wrong = Object.entries(refused).map(([status, count]) => `${count} with ${status}`);
  const refusals = wrong.length === 0 ? "every one accepted" : `refused: ${wrong.join(", ")}`;
  const head = [`milliseconds at ${perSecond} posts/s, ${seconds} s`, "p50", "p99", "max"];
  return [
    textTable(head, [
      ["due time to 202", ...row(answerMs)],
      ["202 to committed result", ...row(resultMs)],
    ]),
    `${posted} page views posted, ${refusals}; exactly-once on, every engine and connector running.`,
  ].join("\n");
}

/** Percentiles for machines. */
export function latencySummary({ answerMs, resultMs, ...facts }: LatencyMeasurement) {
  const summary = (values: readonly number[]) => ({
    p50: percentile(values, 50),
    p99: percentile(values, 99),
    max: percentile(values, 100),
  });
  return { ...facts, answerMs: summary(answerMs), resultMs: summary(resultMs) };
}

function row(values: readonly number[]): readonly Cell[] {
  return [50, 99, 100].map((percent) => Math.round(percentile(values, percent)));
}
