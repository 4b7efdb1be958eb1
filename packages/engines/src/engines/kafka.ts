import { join } from "node:path";
import type { Engine, EngineContext, ServiceSpec } from "../service.ts";
import { jvmCommand } from "./jvm.ts";
import { log4jConsole } from "./log4j.ts";

/** One Kafka node in KRaft mode, broker and controller in one process. */
export const kafka: Engine = {
  name: "kafka",
  title: "Kafka broker",
  artifacts: ["kafka", "launchers"],
  ports: ["broker", "controller"],
  startAfter: [],
  isStore: true,
  describe,
};

function describe(context: EngineContext): ServiceSpec {
  const logFolder = join(context.dataDir, "log");
  const properties = join(context.configDir, "server.properties");
  return {
    command: jvmCommand(context, {
      mainClass: "io.millrace.engines.KafkaNode",
      classPath: [join(context.artifact("launchers"), "*"), join(context.artifact("kafka"), "*")],
      // Transactions of version 1 keep a producer's epoch over its commits. Under version 2 every commit raises it, and
      // Flink's recovery fails when it wraps after some 32,000 checkpoints (FLINK-40689).
      args: [properties, logFolder, "--feature", "transaction.version=1"],
      heapMb: 384,
      compiler: "full",
      systemProperties: { "log4j2.configurationFile": join(context.configDir, "log4j2.properties") },
    }),
    files: [
      { path: "server.properties", content: serverProperties(context, logFolder) },
      log4jConsole("log4j2.properties", {
        "kafka.coordinator.transaction": "WARN",
        "org.apache.kafka.coordinator.group": "WARN",
      }),
    ],
    prepare: [],
    readiness: { kind: "tcp", host: "127.0.0.1", port: context.port("broker") },
    readyTimeoutMs: 60_000,
    stopSignal: "SIGTERM",
    stopTimeoutMs: 20_000,
  };
}

function serverProperties(context: EngineContext, logFolder: string): string {
  const broker = context.port("broker");
  const controller = context.port("controller");
  const settings: Record<string, string | number | boolean> = {
    "process.roles": "broker,controller",
    "node.id": 1,
    "controller.quorum.voters": `1@127.0.0.1:${controller}`,
    listeners: `PLAINTEXT://127.0.0.1:${broker},CONTROLLER://127.0.0.1:${controller}`,
    "advertised.listeners": `PLAINTEXT://${context.address("kafka", "broker")}`,
    "controller.listener.names": "CONTROLLER",
    "log.dirs": logFolder,
    "auto.create.topics.enable": false,
    "offsets.topic.replication.factor": 1,
    "offsets.topic.num.partitions": 4,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    "transaction.state.log.num.partitions": 4,
    "share.coordinator.state.topic.replication.factor": 1,
    "share.coordinator.state.topic.min.isr": 1,
    "group.initial.rebalance.delay.ms": 0,
    "group.min.session.timeout.ms": 2000,
    // A stack may be left stopped for months, and its readers go on where they were.
    "offsets.retention.minutes": 525_600,
    // What a killed writer left open is given up soon, so that read-committed readers are not held back.
    "transaction.abort.timed.out.transaction.cleanup.interval.ms": 1000,
    "log.segment.bytes": 128 * 1024 * 1024,
    "log.cleaner.dedupe.buffer.size": 8 * 1024 * 1024,
    "num.network.threads": 2,
    "num.io.threads": 4,
  };
  return `${Object.entries(settings)
    .map(([key, value]) => `${key}=${value}`)
    .join("\n")}\n`;
}
