import { spawn } from "node:child_process";
import { join } from "node:path";
import { cpuSeconds } from "../process-usage.ts";
import type { Arena } from "./arena.ts";
import { pinned } from "./pinning.ts";
import { preparedFolder, runCommand } from "./prepared-folder.ts";
import { endsOf } from "./read-back.ts";

/** What Kafka's own `kafka-producer-perf-test` does: no HTTP, no JSON, no schema; the same bytes again and again. */
export interface CeilingResult {
  readonly records: number;
  readonly recordBytes: number;
  readonly eventsPerSecond: number;
  /** Its own latencies, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  /** CPU time of its whole process, the JVM's start included, in milliseconds. */
  readonly cpuMs: number;
}

const pollMs = 50;
const summary =
  /^(\d+) records sent, ([\d.]+) records\/sec.* (\d+) ms 50th, \d+ ms 95th, (\d+) ms 99th, (\d+) ms 99\.9th/m;

/** Runs it over the topic of the events. @throws Error when it fails or the topic does not hold what it says */
export async function measureCeiling(
  arena: Arena,
  records: number,
  recordBytes: number,
): Promise<CeilingResult> {
  const { admin, bootstrapServers, event, pinning, instance } = arena;
  const jars = join(await preparedFolder({ name: "kafka-tools", make: resolveTools }), "jars");
  const before = sum(await endsOf(admin, event.topic));
  const [command, ...args] = pinned(pinning?.server, [
    instance.config.java,
    "-Xmx256m",
    "-cp",
    join(jars, "*"),
    "org.apache.kafka.tools.ProducerPerformance",
    "--topic",
    event.topic,
    "--num-records",
    String(records),
    "--record-size",
    String(recordBytes),
    "--throughput",
    "-1",
    "--bootstrap-server",
    bootstrapServers,
    "--command-property",
    "acks=all",
  ]);
  const { output, cpuMs } = await runMeasured(command, args);
  const written = sum(await endsOf(admin, event.topic)) - before;
  return { ...parseSummary(output, written), recordBytes, cpuMs };
}

/** Reads what it prints at its end. @throws Error when that is another number of records than was written */
export function parseSummary(output: string, written: number): Omit<CeilingResult, "recordBytes" | "cpuMs"> {
  // The lines before the last tell of parts.
  const last = output
    .trimEnd()
    .split("\n")
    .findLast((line) => summary.test(line));
  const [, records, rate, p50, p99, p999] = summary.exec(last ?? "")?.map(Number) ?? [];
  if (records === undefined || records !== written)
    throw new Error(`kafka-producer-perf-test wrote ${written} records and said:\n${output.slice(-2_000)}`);
  return { records, eventsPerSecond: rate ?? 0, p50: p50 ?? 0, p99: p99 ?? 0, p999: p999 ?? 0 };
}

function sum(ends: ReadonlyMap<number, number>): number {
  return [...ends.values()].reduce((total, end) => total + end, 0);
}

async function resolveTools(folder: string, sources: string): Promise<void> {
  const args = ["-q", "-B", "--strict-checksums", "-f", sources, "package", `-Dmillrace.bench=${folder}`];
  await runCommand("mvn", [...args, "-Dstyle.color=never"], sources);
}

/** The CPU time of a process that ends is that of the last look at it. */
function runMeasured(command: string, args: readonly string[]): Promise<{ output: string; cpuMs: number }> {
  const child = spawn(command, [...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let cpuMs = 0;
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const timer = setInterval(() => {
    cpuMs = Math.max(cpuMs, 1000 * cpuSeconds(child.pid as number));
  }, pollMs);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => {
      clearInterval(timer);
      resolve({ output, cpuMs });
    });
  });
}
