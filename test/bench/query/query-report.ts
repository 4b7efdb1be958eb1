import { percentile, summarize } from "../statistics.ts";
import { type Cell, textTable } from "../text-table.ts";
import { inMebibytes } from "../units.ts";
import { dashboardQueries } from "./dashboard-queries.ts";
import type { QueryContender } from "./grounds.ts";
import type { QueryRun } from "./measure-queries.ts";
import type { ClientLatency, ManyClients, StreamMeasurement } from "./measure-streams.ts";
import type { QueryBenchOptions } from "./query-options.ts";

/** Everything that a run of the benchmark has measured; parts that were not asked for are absent. */
export interface QueryResults extends StreamMeasurement {
  readonly queries?: {
    readonly rows: { readonly provisional: number; readonly final: number };
    readonly runs: readonly QueryRun[];
  };
}

const titles: Readonly<Record<QueryContender, string>> = {
  metrics: "metrics app",
  plain: "express + pg, one text",
};

/** The results as tables. */
export function formatQueries(
  { queries, latency, streams }: QueryResults,
  options: QueryBenchOptions,
): string {
  return [
    ...(queries === undefined ? [] : [queryTable(queries, options)]),
    ...(latency === undefined ? [] : [latencyTable(latency)]),
    ...(streams === undefined ? [] : [streamTable(streams)]),
  ].join("\n\n");
}

/** The same for machines. */
export function queryFigures({ latency, ...results }: QueryResults) {
  if (latency === undefined) return results;
  const { seenMs, ...facts } = latency;
  const at = (percent: number) => percentile(seenMs, percent);
  const seen = { p50: at(50), p99: at(99), p999: at(99.9), max: at(100) };
  return { ...results, latency: { ...facts, seenMs: seen } };
}

function queryTable(
  { rows, runs }: NonNullable<QueryResults["queries"]>,
  options: QueryBenchOptions,
): string {
  const names = ["all together", ...dashboardQueries().map(({ name }) => name)];
  const contenders = [...new Set(runs.map(({ contender }) => contender))];
  const lines = names.flatMap((name, at) =>
    contenders.map((contender): readonly Cell[] => {
      const own = runs.filter((run) => run.contender === contender);
      const median = (of: (run: QueryRun) => number) => summarize(own.map(of)).median;
      const times = (run: QueryRun) => (at === 0 ? run.all : run.kinds[name]);
      const usage =
        at === 0
          ? ([
              (run) => run.serverCpuUs,
              (run) => run.postgresCpuUs,
              (run) => run.peakMemoryBytes / 2 ** 20,
            ] satisfies ((run: QueryRun) => number)[])
          : [];
      return [
        name,
        titles[contender],
        tenths(median((run) => times(run)?.p50 ?? 0)),
        tenths(median((run) => times(run)?.p99 ?? 0)),
        tenths(median((run) => times(run)?.p999 ?? 0)),
        ...usage.map((of) => Math.round(median(of))),
      ];
    }),
  );
  const head = ["milliseconds", "", "p50", "p99", "p99.9", "CPU µs", "Postgres µs", "MiB"];
  const wrong = runs.flatMap(({ contender, statuses }) =>
    Object.entries(statuses)
      .filter(([status]) => status !== "200")
      .map(([status, count]) => `${titles[contender]}: ${count} with ${status}`),
  );
  return [
    textTable(head, lines),
    `${options.rate} requests/s in open loop, ${options.seconds} s, medians of ${options.rounds}; ` +
      `${rows.provisional} rows and ${rows.final} final ones stored; ` +
      `${wrong.length === 0 ? "every request answered 200" : wrong.join(", ")}.`,
  ].join("\n");
}

function latencyTable({ perSecond, seconds, posted, refused, seenMs }: ClientLatency): string {
  const wrong = Object.entries(refused).map(([status, count]) => `${count} with ${status}`);
  const row = [50, 99, 99.9, 100].map((percent) => Math.round(percentile(seenMs, percent)));
  return [
    textTable(
      [`milliseconds at ${perSecond} posts/s, ${seconds} s`, "p50", "p99", "p99.9", "max"],
      [["202 to the row at a client of /events", ...row]],
    ),
    `${posted} page views posted, ${wrong.length === 0 ? "every one accepted" : `refused: ${wrong.join(", ")}`}; ` +
      "exactly-once on, every engine and connector running.",
  ].join("\n");
}

function streamTable(found: ManyClients): string {
  const { before, open, most } = found.memoryBytes;
  const times = ({ p50, p99, max }: ManyClients["delivery"]) => [p50, p99, max].map((ms) => Math.round(ms));
  return [
    textTable(
      [`milliseconds, ${found.clients} clients`, "p50", "p99", "max"],
      [
        ["from the server's clock to a client", ...times(found.delivery)],
        ["until the last client has it", ...times(found.lastDelivery)],
      ],
    ),
    `${found.frames} frames of ${Math.round(found.bytesOfFrame)} bytes, ${found.framesOfAll} of them at every client; ` +
      `all opened in ${Math.round(found.openMs)} ms, ${found.open} open at the end.`,
    `Metrics app: ${inMebibytes(before)} MiB before, ${inMebibytes(open)} with all clients, at most ${inMebibytes(most)}.`,
  ].join("\n");
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
