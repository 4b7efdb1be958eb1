import { readdirSync, readFileSync } from "node:fs";
import { pinProcess } from "../ingest/pinning.ts";
import { cpuSeconds } from "../process-usage.ts";
import { progress } from "../progress.ts";
import { UsageMeter } from "../usage-meter.ts";
import { dashboardQueries } from "./dashboard-queries.ts";
import type { GetAnswer, GetOrder } from "./get-order.ts";
import type { QueryContender, QueryGrounds } from "./grounds.ts";
import type { QueryBenchOptions } from "./query-options.ts";
import { Worker } from "./worker.ts";

/** What one run of one contender found. */
export interface QueryRun extends GetAnswer {
  readonly contender: QueryContender;
  /** CPU time of the server, and of Postgres with all its processes, in µs a request. */
  readonly serverCpuUs: number;
  readonly postgresCpuUs: number;
  readonly peakMemoryBytes: number;
}

const connections = 32;
const warmUpSeconds = 5;

/** Asks each contender in turn, in another order each round; the first seconds of each are not counted. */
export async function measureQueries(
  grounds: QueryGrounds,
  { rate, seconds, rounds }: QueryBenchOptions,
): Promise<readonly QueryRun[]> {
  using worker = new Worker<GetOrder, GetAnswer>("get-worker.ts");
  pinProcess(grounds.pinning?.others, worker.pid);
  const contenders = [...grounds.servers.keys()];
  const runs: QueryRun[] = [];
  const order = { kinds: dashboardQueries(), perSecond: rate, connections };
  for (const contender of contenders) {
    progress(`warming up: ${contender}`);
    await worker.ask({ ...order, seconds: warmUpSeconds, port: portOf(grounds, contender) });
  }
  for (let round = 1; round <= rounds; round += 1) {
    for (const contender of round % 2 === 1 ? contenders : contenders.toReversed()) {
      const run = await measure(worker, grounds, contender, { ...order, seconds });
      runs.push(run);
      progress(`round ${round}: ${contender}: p99 ${run.all.p99.toFixed(1)} ms`);
    }
  }
  return runs;
}

async function measure(
  worker: Worker<GetOrder, GetAnswer>,
  grounds: QueryGrounds,
  contender: QueryContender,
  order: Omit<GetOrder, "port">,
): Promise<QueryRun> {
  const pid = grounds.servers.get(contender)?.pid as number;
  const meter = new UsageMeter([pid]);
  const before = familyCpuSeconds(grounds.postgresPid);
  const answer = await worker.ask({ ...order, port: portOf(grounds, contender) });
  const usage = meter.read([pid]);
  const postgres = familyCpuSeconds(grounds.postgresPid) - before;
  const requests = order.perSecond * order.seconds;
  return {
    ...answer,
    contender,
    serverCpuUs: (usage.cpuSeconds / requests) * 1e6,
    postgresCpuUs: (postgres / requests) * 1e6,
    peakMemoryBytes: usage.peakMemoryBytes,
  };
}

function portOf({ servers }: QueryGrounds, contender: QueryContender): number {
  return servers.get(contender)?.port as number;
}

/** CPU time of a process and of its children that live now. */
function familyCpuSeconds(parent: number): number {
  return [parent, ...childrenOf(parent)].reduce((sum, pid) => sum + cpuSeconds(pid), 0);
}

function childrenOf(parent: number): readonly number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)
    .map(Number);
}

function parentOf(pid: string): number {
  try {
    return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
