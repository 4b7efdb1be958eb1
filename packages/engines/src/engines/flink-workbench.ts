import { join } from "node:path";
import type { Engine, EngineContext, ServiceSpec } from "../service.ts";
import { flinkModuleFlags } from "./flink-configuration.ts";
import { jvmCommand } from "./jvm.ts";
import { log4jConsole } from "./log4j.ts";

const slots = 4;

/** A whole Flink in one JVM for trying statements: cluster, SQL Gateway, and connectors that play scripts. It keeps nothing. */
export const flinkWorkbench: Engine = {
  name: "flink-workbench",
  title: "Flink of the workbench",
  artifacts: ["flink", "flink-events", "workbench"],
  ports: ["rest", "gateway"],
  startAfter: [],
  isStore: false,
  describe,
};

function describe(context: EngineContext): ServiceSpec {
  return {
    command: jvmCommand(context, {
      mainClass: "io.millrace.workbench.FlinkWorkbench",
      classPath: ["workbench", "flink-events", "flink"].map((set) => join(context.artifact(set), "*")),
      args: [context.configDir],
      heapMb: 640,
      compiler: "quick",
      flags: flinkModuleFlags,
      systemProperties: { "log4j2.configurationFile": join(context.configDir, "log4j2.properties") },
      env: { FLINK_CONF_DIR: context.configDir, FLINK_LIB_DIR: context.artifact("flink") },
    }),
    files: [
      { path: "config.yaml", content: configuration(context) },
      log4jConsole("log4j2.properties", { "org.apache.flink": "WARN" }),
    ],
    prepare: [],
    readiness: {
      kind: "probe",
      describe: "the gateway answers and the cluster has its slots",
      check: (signal) => isReady(context, signal),
    },
    readyTimeoutMs: 60_000,
    stopSignal: "SIGTERM",
    // The first clean end also writes the class-data archive.
    stopTimeoutMs: 20_000,
  };
}

function configuration(context: EngineContext): string {
  const settings: Record<string, string | number | boolean> = {
    "jobmanager.rpc.address": "127.0.0.1",
    "jobmanager.bind-host": "127.0.0.1",
    "rest.address": "127.0.0.1",
    "rest.bind-address": "127.0.0.1",
    "rest.port": context.port("rest"),
    "sql-gateway.endpoint.rest.address": "127.0.0.1",
    "sql-gateway.endpoint.rest.bind-address": "127.0.0.1",
    "sql-gateway.endpoint.rest.port": context.port("gateway"),
    "taskmanager.host": "127.0.0.1",
    "taskmanager.bind-host": "127.0.0.1",
    "taskmanager.numberOfTaskSlots": slots,
    "taskmanager.memory.network.min": "64m",
    "taskmanager.memory.network.max": "64m",
    "taskmanager.memory.managed.size": "256m",
    "classloader.resolve-order": "parent-first",
    // A test's job ends or fails once; its state lives in memory and dies with it.
    "restart-strategy.type": "none",
    "state.backend.type": "hashmap",
    "web.refresh-interval": 100,
    "table.local-time-zone": "UTC",
    "io.tmp.dirs": context.dataDir,
    "web.upload.dir": context.dataDir,
  };
  return `${Object.entries(settings)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    .join("\n")}\n`;
}

async function isReady(context: EngineContext, signal: AbortSignal): Promise<void> {
  const gateway = await fetch(`http://127.0.0.1:${context.port("gateway")}/info`, { signal });
  if (!gateway.ok) throw new Error(`the SQL Gateway answered ${gateway.status}`);
  const cluster = await fetch(`http://127.0.0.1:${context.port("rest")}/overview`, { signal });
  const overview = (await cluster.json()) as { readonly "slots-total"?: number };
  if ((overview["slots-total"] ?? 0) < slots) throw new Error("the cluster has no slots yet");
}
