import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileDomain, loadDomainFolder, type Plan } from "@millrace/domain";
import {
  applyTopics,
  kafka,
  postgresKeeperUrl,
  postgresReaderUrl,
  postgresUrl,
  registry,
  type RunningStack,
} from "@millrace/engines";
import { KafkaAdmin } from "@millrace/kafka";
import { metricsContract } from "../../../apps/cli/src/metrics-contract.ts";
import { metricsService } from "../../../apps/cli/src/metrics-service.ts";
import { postgres } from "../../../packages/engines/src/engines/postgres.ts";
import { applyPostgresTables } from "../../../packages/engines/src/apply/postgres-tables.ts";
import { type BenchInstance, makeBenchInstance, resolveEngines } from "../bench-instance.ts";
import { freePort } from "../ingest/free-port.ts";
import { choosePinning, type Pinning } from "../ingest/pinning.ts";
import { ServerProcess } from "../ingest/server-process.ts";
import { progress } from "../progress.ts";
import { startEngines } from "../start-engines.ts";
import { streamCount } from "./dashboard-queries.ts";
import { fillTable } from "./fill-table.ts";

/** Who answers queries: the metrics app, or the peer that one writes in an afternoon. */
export type QueryContender = "metrics" | "plain";

/** Everything that runs while queries are measured. */
export interface QueryGrounds {
  /** Of `stream_metrics_minute`, and of its final rows. */
  readonly rows: { readonly provisional: number; readonly final: number };
  readonly servers: ReadonlyMap<QueryContender, ServerProcess>;
  readonly postgresPid: number;
  readonly pinning: Pinning | undefined;
}

/** A row is final when its grace has passed. */
const openMinutes = 30;

/** Starts the engines, fills the tables, starts the contenders; stops all of it when `act` has ended. */
export async function withGrounds<T>(rows: number, act: (grounds: QueryGrounds) => Promise<T>): Promise<T> {
  await resolveEngines();
  using instance = makeBenchInstance();
  const plan = compileDomain(loadDomainFolder(instance.config.root, "live-streams"), { stage: "bench" });
  await using stack = await startEngines(
    instance,
    [postgres, kafka, registry],
    "Postgres, Kafka and the registry",
  );
  const filled = await fill(stack, plan, rows);
  const pinning = choosePinning();
  const servers = new Map<QueryContender, ServerProcess>();
  try {
    servers.set("metrics", await startMetrics({ instance, stack, plan, pinning }));
    servers.set("plain", await startPlain({ instance, stack, plan, pinning }));
    return await act({ rows: filled, servers, postgresPid: stack.pid("postgres") as number, pinning });
  } finally {
    for (const server of servers.values()) await server.stop();
  }
}

async function fill(stack: RunningStack, plan: Plan, rows: number): Promise<QueryGrounds["rows"]> {
  const url = ownerUrl(stack);
  await using admin = new KafkaAdmin({ bootstrapServers: [stack.address("kafka", "broker")] });
  await admin.waitUntilReady();
  await applyTopics(admin, plan.topics);
  await applyPostgresTables(url, plan.postgresTables);
  const minutes = Math.ceil(rows / streamCount);
  progress(`filling tables: ${streamCount} streams, ${minutes} minutes`);
  const urls = { url, keeperUrl: postgresKeeperUrl((engine, port) => stack.address(engine, port)) };
  const provisional = await fillTable({ ...urls, table: "stream_metrics_minute", minutes, openMinutes: 0 });
  const final = await fillTable({ ...urls, table: "stream_metrics_minute_final", minutes, openMinutes });
  return { provisional, final };
}

interface ContenderSetting {
  readonly instance: BenchInstance;
  readonly stack: RunningStack;
  readonly plan: Plan;
  readonly pinning: Pinning | undefined;
}

/** The metrics app as `npm start` runs it, without Flink and Connect to look at. */
async function startMetrics({
  instance: { root, config },
  stack,
  plan,
  pinning,
}: ContenderSetting): Promise<ServerProcess> {
  progress("starting the metrics app");
  const port = await freePort();
  const contract = join(root, "metrics.json");
  writeFileSync(contract, metricsContract(plan));
  const isThere = (engine: string) => ["postgres", "kafka", "registry"].includes(engine);
  const { command } = metricsService({ ...config, plan: () => plan }).describe({
    dataDir: root,
    configDir: root,
    logDir: root,
    java: config.java,
    classDataArchive: {},
    port: () => port,
    address: (engine, name) => (isThere(engine) ? stack.address(engine, name) : "127.0.0.1:1"),
    artifact: (set) => set,
    sharedDir: (name) => join(root, name),
  });
  return await ServerProcess.start({
    name: "metrics",
    argv: command.argv,
    env: { ...command.env, LOG_LEVEL: "warn" },
    cwd: config.root,
    port,
    cores: pinning?.server,
    logFile: join(root, "metrics-app.log"),
  });
}

async function startPlain({
  instance: { root, config },
  stack,
  pinning,
}: ContenderSetting): Promise<ServerProcess> {
  const port = await freePort();
  const entry = join(import.meta.dirname, "plain-server.ts");
  return await ServerProcess.start({
    name: "plain",
    argv: [process.execPath, "--conditions=millrace-source", "--import", "tsx", entry],
    env: { PORT: String(port), DATABASE_URL: readerUrl(stack) },
    cwd: config.root,
    port,
    cores: pinning?.server,
    logFile: join(root, "plain.log"),
  });
}

function ownerUrl(stack: RunningStack): string {
  return postgresUrl((engine, port) => stack.address(engine, port));
}

function readerUrl(stack: RunningStack): string {
  return postgresReaderUrl((engine, port) => stack.address(engine, port));
}
