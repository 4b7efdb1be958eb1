import type { CeilingResult } from "./ingest/ceiling.ts";
import { type ClientResult } from "./ingest/clients.ts";
import { clientNames, clientTitles } from "./ingest/client.ts";
import { baseline, contenderTitles } from "./ingest/contender.ts";
import { type OverloadResult, overloadFactor } from "./ingest/overload.ts";
import type { Pinning } from "./ingest/pinning.ts";
import type { RunResult } from "./ingest/run.ts";
import { summarize } from "./statistics.ts";
import { type Cell, textTable } from "./text-table.ts";
import { inMebibytes, rounded } from "./units.ts";

/** Everything that was measured. */
export interface IngestReport {
  readonly pinning: Pinning | undefined;
  readonly runs: readonly RunResult[];
  readonly ceiling: readonly CeilingResult[];
  readonly clients: readonly ClientResult[];
  readonly overload: readonly OverloadResult[];
}

/** Medians of the rounds, and what they amount to beside the baseline. */
export function formatIngest({ pinning, runs, ceiling, clients, overload }: IngestReport): string {
  const scenarios = [...new Set(runs.map(({ scenario }) => scenario.name))];
  const parts = scenarios.map((name) =>
    formatScenario(runs.filter(({ scenario }) => scenario.name === name)),
  );
  if (ceiling.length > 0) parts.push(formatCeiling(ceiling));
  if (clients.length > 0) parts.push(formatClients(clients));
  return [formatPinning(pinning), ...parts, ...overload.map(formatOverload)].join("\n\n");
}

function formatPinning(pinning: Pinning | undefined): string {
  const cores =
    pinning === undefined
      ? "Nothing is pinned to cores."
      : `The measured server runs on core ${pinning.server}, broker and load generator on ${pinning.others}.`;
  return `${cores} acks=all; every event answered 202 was found in Kafka. Medians of all rounds; times in milliseconds.`;
}

const head = [
  "",
  "events/s",
  "p50",
  "p99",
  "p99.9",
  "CPU µs/event",
  "broker's",
  "generator's",
  "peak MiB",
  "not 202",
];

function formatScenario(runs: readonly RunResult[]): string {
  const contenders = [...new Set(runs.map(({ contender }) => contender))];
  const rows = contenders.map((contender) => [
    contenderTitles[contender],
    ...cellsOf(runs.filter((run) => run.contender === contender)),
  ]);
  const lines = [`${runs[0]?.scenario.name}:`, textTable(head, rows)];
  for (const contender of contenders) {
    const line = contender === "publisher" ? undefined : formatRatio(runs, contender);
    if (line !== undefined) lines.push(line);
  }
  return lines.join("\n");
}

function cellsOf(runs: readonly RunResult[]): readonly Cell[] {
  const median = (value: (run: RunResult) => number) => summarize(runs.map(value)).median;
  return [
    Math.round(median(eventsPerSecond)),
    rounded(median(({ accepted }) => accepted.p50)),
    rounded(median(({ accepted }) => accepted.p99)),
    rounded(median(({ accepted }) => accepted.p999)),
    rounded(median(cpuMicros)),
    rounded(median((run) => perEvent(run, run.brokerCpuMs))),
    rounded(median((run) => perEvent(run, run.cpuMs))),
    inMebibytes(median(({ peakMemoryBytes }) => peakMemoryBytes)),
    notAccepted(runs),
  ];
}

function formatRatio(runs: readonly RunResult[], peer: RunResult["contender"]): string | undefined {
  const own = runs.filter(({ contender }) => contender === "publisher");
  const others = runs.filter(({ contender }) => contender === peer);
  const pairs = own.slice(0, others.length).map((run, at) => [run, others[at] as RunResult] as const);
  if (pairs.length === 0) return undefined;
  const cpu = pairs.map(([run, other]) => cpuMicros(other) / cpuMicros(run));
  const rate = pairs.map(([run, other]) => eventsPerSecond(run) / eventsPerSecond(other));
  const name = peer === baseline ? `the baseline (${contenderTitles[peer]})` : contenderTitles[peer];
  return `Beside ${name} the publisher does ${spread(cpu)} times as much per CPU microsecond, ${spread(rate)} times as many events/s.`;
}

function formatCeiling(results: readonly CeilingResult[]): string {
  const median = (value: (result: CeilingResult) => number) => summarize(results.map(value)).median;
  const row = [
    Math.round(median((result) => result.eventsPerSecond)),
    median(({ p50 }) => p50),
    median(({ p99 }) => p99),
    median(({ p999 }) => p999),
    rounded(median(({ cpuMs, records }) => (cpuMs * 1000) / records)),
  ];
  return [
    `kafka-producer-perf-test, records of ${results[0]?.recordBytes} bytes, no HTTP, its JVM's start included in the CPU time:`,
    textTable(["events/s", "p50", "p99", "p99.9", "CPU µs/event"], [row]),
  ].join("\n");
}

function formatClients(results: readonly ClientResult[]): string {
  const loads = [...new Set(results.map(({ load }) => load.name))];
  const tables = loads.map((name) => {
    const rows = clientNames.map((client) => {
      const own = results.filter((result) => result.client === client && result.load.name === name);
      const median = (value: (result: ClientResult) => number) => summarize(own.map(value)).median;
      return [
        clientTitles[client],
        Math.round(median(({ acknowledged, durationMs }) => (acknowledged / durationMs) * 1000)),
        rounded(median(({ cpuMs, acknowledged }) => (cpuMs * 1000) / acknowledged)),
      ];
    });
    return `${name}:\n${textTable(["", "records/s", "CPU µs/record"], rows)}`;
  });
  return ["Clients of Kafka without HTTP, acks=all.", ...tables].join("\n");
}

const overloadHead = [
  "",
  "offered/s",
  "accepted/s",
  "p50",
  "p99",
  "p99.9",
  "MiB, 1st half",
  "2nd half",
  "CPU µs/event",
  "requests by status",
  "dropped",
];

function formatOverload({ items, capacity, half, overload }: OverloadResult): string {
  const share = rounded((100 * eventsPerSecond(overload)) / eventsPerSecond(capacity));
  const slower = (run: RunResult) => rounded(overload.accepted.p99 / run.accepted.p99);
  const rows = [
    overloadRow("capacity", capacity, items),
    overloadRow("half of it", half, items),
    overloadRow(`${overloadFactor} times`, overload, items),
  ];
  return [
    `Overload, ${items === 1 ? "single posts" : `batches of ${items}`}:`,
    textTable(overloadHead, rows),
    `At ${overloadFactor} times the capacity ${share} % of it is served; the accepted p99 is ${slower(capacity)} times that at ` +
      `capacity, ${slower(half)} times that at half of it.`,
  ].join("\n");
}

function overloadRow(title: string, run: RunResult, items: number): readonly Cell[] {
  const { scenario, accepted, memory, serverCpuMs, dropped } = run;
  const { perSecond } = scenario.order;
  return [
    title,
    perSecond === undefined ? "as much as it takes" : Math.round(perSecond * items),
    Math.round(eventsPerSecond(run)),
    rounded(accepted.p50),
    rounded(accepted.p99),
    rounded(accepted.p999),
    inMebibytes(memory.first),
    inMebibytes(memory.second),
    rounded(perEvent(run, serverCpuMs)),
    statusesOf(run),
    dropped,
  ];
}

function statusesOf({ statuses }: Pick<RunResult, "statuses">): string {
  return Object.entries(statuses)
    .map(([status, count]) => `${count} × ${status === "0" ? "broken" : status}`)
    .join(", ");
}

function eventsPerSecond({ acknowledged, durationMs }: RunResult): number {
  return (acknowledged / durationMs) * 1000;
}

function cpuMicros(run: RunResult): number {
  return perEvent(run, run.serverCpuMs);
}

function perEvent({ acknowledged }: RunResult, ms: number): number {
  return (ms * 1000) / acknowledged;
}

function notAccepted(runs: readonly RunResult[]): string {
  const statuses: Record<string, number> = {};
  for (const run of runs)
    for (const [status, count] of Object.entries(run.statuses))
      if (status !== "202") statuses[status] = (statuses[status] ?? 0) + count;
  return statusesOf({ statuses }) || "0";
}

function spread(values: readonly number[]): string {
  const { median, min, max } = summarize(values);
  return `${rounded(median)} (${rounded(min)} to ${rounded(max)})`;
}
