import type { KafkaAdmin, KafkaConnection } from "@millrace/kafka";
import type { Contender } from "./contender.ts";
import type { FilledTopic } from "./fill-topic.ts";
import { untilComplete } from "./output-watch.ts";
import { readCounts } from "./result-topic.ts";
import { type Usage, UsageMeter } from "./usage-meter.ts";

/** What one run of a contender took. */
export interface Measurement {
  readonly name: string;
  readonly events: number;
  /** From submission, or the process's start, to the last committed result. */
  readonly totalMs: number;
  /** From the moment at which every part ran to the last committed result. */
  readonly workMs: number;
  readonly usage: Usage;
  /** CPU time of the broker meanwhile, in seconds. */
  readonly brokerCpuSeconds: number;
  /** Records that it wrote, by topic. */
  readonly rows: Readonly<Record<string, number>>;
}

/** What a run is measured against. */
export interface MeasureOptions {
  readonly admin: KafkaAdmin;
  readonly connection: KafkaConnection;
  readonly filled: FilledTopic;
  /** Event time from which results are not compared. */
  readonly beforeMs: number;
  readonly brokerPid: number;
  readonly timeoutMs: number;
}

/** Runs a contender once. @throws Error when its results are not exactly those of the filled topic */
export async function measure(contender: Contender, options: MeasureOptions): Promise<Measurement> {
  const { admin, connection, filled, brokerPid, timeoutMs } = options;
  await contender.prepare();
  const meter = new UsageMeter(contender.pids());
  const broker = new UsageMeter([brokerPid]);
  const rows: Record<string, number> = {};
  let usage: Usage | undefined;
  let brokerCpuSeconds = 0;
  const check = async () => {
    usage = meter.read(contender.pids());
    brokerCpuSeconds = broker.read([brokerPid]).cpuSeconds;
    return compare(contender, { connection, filled, beforeMs: options.beforeMs, rows });
  };
  try {
    const begin = performance.now();
    await contender.start();
    const runningAt = contender.running().then(() => performance.now());
    const topics = [...contender.results.map(({ topic }) => topic), ...contender.otherTopics];
    const doneAt = await untilComplete({ admin, topics, check, timeoutMs, failure: contender.failure });
    const workMs = doneAt - (await runningAt);
    const measured = { name: contender.name, events: filled.events, totalMs: doneAt - begin, workMs };
    return { ...measured, usage: usage ?? meter.read(contender.pids()), brokerCpuSeconds, rows };
  } finally {
    await contender.stop();
  }
}

async function compare(
  contender: Contender,
  {
    connection,
    filled,
    beforeMs,
    rows,
  }: Pick<MeasureOptions, "connection" | "filled" | "beforeMs"> & {
    readonly rows: Record<string, number>;
  },
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const table of contender.results) {
    const read = await readCounts(connection, table, beforeMs);
    rows[table.topic] = read.rows;
    const differences = filled.counts.differences(read.counts);
    if (differences.length === 0) continue;
    const sums = `${read.counts.sum} page views in ${read.counts.size} windows, expected ${filled.counts.sum} in ${filled.counts.size}`;
    wrong.push(`${contender.name}, ${table.topic}: found ${sums}`, ...differences);
  }
  return wrong;
}
