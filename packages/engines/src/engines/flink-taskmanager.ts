import { join } from "node:path";
import type { Engine, EngineContext, ServiceSpec } from "../service.ts";
import { flinkConfiguration, flinkModuleFlags, taskManagerMemoryMb } from "./flink-configuration.ts";
import { jvmCommand } from "./jvm.ts";
import { log4jConsole } from "./log4j.ts";

/** Flink's TaskManager: a process of its own, so that losing it is something the JobManager recovers from. */
export const flinkTaskManager: Engine = {
  name: "flink-taskmanager",
  title: "Flink TaskManager",
  artifacts: ["flink", "flink-events"],
  ports: ["rpc", "data"],
  startAfter: [],
  isStore: false,
  describe,
};

/**
 * Avro makes room for as much as a record says that it holds, before it reads it: without limits five broken bytes ask for
 * a gigabyte, and the process ends. No record of Kafka comes near them.
 */
const avroLimits: Readonly<Record<string, string>> = {
  [avroLimit("string.maxLength")]: String(64 * 1024 * 1024),
  [avroLimit("bytes.maxLength")]: String(64 * 1024 * 1024),
  [avroLimit("collectionItems.maxLength")]: String(4 * 1024 * 1024),
};

function avroLimit(name: string): string {
  return `org.apache.flink.avro.shaded.org.apache.avro.limits.${name}`;
}

function describe(context: EngineContext): ServiceSpec {
  const memory = taskManagerMemoryMb;
  const jobManager = `http://${context.address("flink-jobmanager", "rest")}`;
  return {
    command: jvmCommand(context, {
      mainClass: "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
      classPath: ["flink-events", "flink"].map((set) => join(context.artifact(set), "*")),
      args: ["--configDir", context.configDir],
      heapMb: memory.frameworkHeap + memory.taskHeap,
      compiler: "full",
      collector: "parallel",
      flags: [
        ...flinkModuleFlags,
        `-XX:MaxMetaspaceSize=${memory.metaspace}m`,
        `-XX:MaxDirectMemorySize=${memory.frameworkOffHeap + memory.taskOffHeap + memory.network}m`,
      ],
      systemProperties: {
        "log4j2.configurationFile": join(context.configDir, "log4j2.properties"),
        ...avroLimits,
      },
      env: { FLINK_CONF_DIR: context.configDir, FLINK_LIB_DIR: context.artifact("flink") },
    }),
    files: [
      { path: "config.yaml", content: flinkConfiguration(context) },
      log4jConsole("log4j2.properties", { "org.apache.flink.configuration.GlobalConfiguration": "WARN" }),
    ],
    prepare: [],
    readiness: {
      kind: "probe",
      describe: "registered with the JobManager",
      check: (signal) => registered(jobManager, signal),
    },
    readyTimeoutMs: 90_000,
    stopSignal: "SIGTERM",
    stopTimeoutMs: 15_000,
  };
}

async function registered(jobManager: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(`${jobManager}/taskmanagers`, { signal });
  const body = (await response.json()) as { taskmanagers?: readonly unknown[] };
  if ((body.taskmanagers ?? []).length === 0) throw new Error("no TaskManager is registered yet");
}
