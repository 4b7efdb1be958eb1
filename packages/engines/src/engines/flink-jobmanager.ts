import { join } from "node:path";
import type { Engine, EngineContext, ServiceSpec } from "../service.ts";
import { flinkConfiguration, flinkModuleFlags } from "./flink-configuration.ts";
import { jvmCommand } from "./jvm.ts";
import { log4jConsole } from "./log4j.ts";

/** Flink's JobManager and SQL Gateway, in one JVM. */
export const flinkJobManager: Engine = {
  name: "flink-jobmanager",
  title: "Flink JobManager and SQL Gateway",
  artifacts: ["flink", "flink-events", "launchers"],
  ports: ["rest", "rpc", "blob", "gateway"],
  startAfter: [],
  isStore: false,
  describe,
};

function describe(context: EngineContext): ServiceSpec {
  return {
    command: jvmCommand(context, {
      mainClass: "io.millrace.engines.FlinkCoordinator",
      classPath: ["launchers", "flink-events", "flink"].map((set) => join(context.artifact(set), "*")),
      args: ["--configDir", context.configDir],
      heapMb: 384,
      compiler: "quick",
      flags: flinkModuleFlags,
      systemProperties: { "log4j2.configurationFile": join(context.configDir, "log4j2.properties") },
      env: { FLINK_CONF_DIR: context.configDir, FLINK_LIB_DIR: context.artifact("flink") },
    }),
    files: [
      { path: "config.yaml", content: flinkConfiguration(context) },
      log4jConsole("log4j2.properties", { "org.apache.flink.configuration.GlobalConfiguration": "WARN" }),
    ],
    prepare: [],
    readiness: { kind: "http", url: `http://127.0.0.1:${context.port("gateway")}/info` },
    readyTimeoutMs: 90_000,
    stopSignal: "SIGTERM",
    stopTimeoutMs: 15_000,
  };
}
