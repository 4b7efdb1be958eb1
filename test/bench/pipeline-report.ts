import type { Comparison } from "./comparison.ts";
import type { Measurement } from "./measure.ts";
import { summarize } from "./statistics.ts";
import { textTable } from "./text-table.ts";
import { inMebibytes, inSeconds, rounded } from "./units.ts";

/** Events a second, rounded to hundreds. */
export function eventsPerSecond(events: number, ms: number): number {
  return Math.round((events / ms) * 10) * 100;
}

/** The comparison as text: how fast the topic was filled, each run, then each contender's median and their ratio. */
export function formatComparison({ fill, runs }: Comparison): string {
  const filled = `Filled ${fill.events} page views in ${inSeconds(fill.durationMs)} s: ${eventsPerSecond(fill.events, fill.durationMs)} events/s.`;
  const head = [
    "contender",
    "seconds",
    "events/s",
    "without start-up",
    "CPU s",
    "broker CPU s",
    "peak MiB",
    "rows",
  ];
  return [filled, "", textTable(head, runs.map(runRow)), "", formatRatio(runs)].join("\n");
}

function runRow(run: Measurement) {
  const rows = Object.values(run.rows).reduce((sum, count) => sum + count, 0);
  return [
    run.name,
    inSeconds(run.totalMs),
    eventsPerSecond(run.events, run.totalMs),
    eventsPerSecond(run.events, run.workMs),
    inSeconds(run.usage.cpuSeconds * 1000),
    inSeconds(run.brokerCpuSeconds * 1000),
    inMebibytes(run.usage.peakMemoryBytes),
    rows,
  ];
}

/** The first contender by name beside each of the others. */
function formatRatio(runs: readonly Measurement[]): string {
  const [first, ...others] = [...new Set(runs.map(({ name }) => name))].sort();
  if (first === undefined) return "";
  const rate = (name: string, cost: (run: Measurement) => number) =>
    summarize(runs.filter((run) => run.name === name).map((run) => run.events / cost(run))).median;
  return others
    .map((other) => {
      const ratio = (cost: (run: Measurement) => number) => rounded(rate(first, cost) / rate(other, cost));
      return (
        `${first} is ${ratio((run) => run.totalMs)} times as fast as ${other}, ` +
        `${ratio((run) => run.workMs)} times without start-up, ` +
        `and does ${ratio((run) => run.usage.cpuSeconds)} times as much per CPU second (medians).`
      );
    })
    .join("\n");
}
