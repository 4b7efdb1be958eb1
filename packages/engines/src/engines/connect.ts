import { join } from "node:path";
import { connectSecrets } from "../connect/secret-folder.ts";
import type { Engine, EngineContext, ServiceSpec } from "../service.ts";
import { javaProperties } from "./java-properties.ts";
import { jvmCommand } from "./jvm.ts";
import { log4jConsole } from "./log4j.ts";

/**
 * Kafka Connect, one distributed worker, with its connectors on the worker's own class path: they start faster and take
 * less memory there than from a plugin path, and their classes go into the class-data archive.
 */
export const connect: Engine = {
  name: "connect",
  title: "Kafka Connect",
  artifacts: [
    "connect",
    "connect-log",
    "connect-metrics",
    "connect-avro",
    "connect-jdbc",
    "connect-iceberg",
    "connect-clickhouse",
  ],
  ports: ["rest"],
  // A connector that cannot ask the registry for a schema takes the record for a bad one: dead letters for nothing.
  startAfter: ["registry"],
  isStore: false,
  describe,
};

function describe(context: EngineContext): ServiceSpec {
  const port = context.port("rest");
  return {
    command: jvmCommand(context, {
      mainClass: "org.apache.kafka.connect.cli.ConnectDistributed",
      classPath: connect.artifacts.map((set) => join(context.artifact(set), "*")),
      args: [join(context.configDir, "worker.properties")],
      heapMb: 512,
      compiler: "quick",
      systemProperties: { "log4j2.configurationFile": join(context.configDir, "log4j2.properties") },
    }),
    files: [
      { path: "worker.properties", content: javaProperties(workerSettings(context, port)) },
      log4jConsole("log4j2.properties", quietLoggers, { message: hidingSecrets(context) }),
    ],
    prepare: [],
    // Answered once the worker has joined its group and read its topics.
    readiness: { kind: "http", url: `http://127.0.0.1:${port}/connectors` },
    readyTimeoutMs: 90_000,
    stopSignal: "SIGTERM",
    stopTimeoutMs: 20_000,
  };
}

/** Drivers quote in their errors what they were configured with; the class is in the set connect-log. */
function hidingSecrets(context: EngineContext): string {
  return `%hideSecrets{%m%n%xEx}{${context.sharedDir(connectSecrets)}}`;
}

function workerSettings(context: EngineContext, port: number): Record<string, string | number> {
  return {
    "bootstrap.servers": context.address("kafka", "broker"),
    "group.id": "millrace-connect",
    listeners: `http://127.0.0.1:${port}`,
    // GET /metrics beside the worker's own addresses; the class is in the set connect-metrics.
    "rest.extension.classes": "io.millrace.connect.metrics.MetricsExtension",
    "rest.advertised.host.name": "127.0.0.1",
    "rest.advertised.port": port,
    // The other modes read every class of the class path at the start.
    "plugin.discovery": "service_load",
    // What configurations call ${directory:<folder>:<file>}; nothing outside the folder is read.
    "config.providers": "directory",
    "config.providers.directory.class": "org.apache.kafka.common.config.provider.DirectoryConfigProvider",
    "config.providers.directory.param.allowed.paths": context.sharedDir(connectSecrets),
    "key.converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
    "value.converter": "org.apache.kafka.connect.converters.ByteArrayConverter",
    "config.storage.topic": "millrace-connect-configs",
    "config.storage.replication.factor": 1,
    "offset.storage.topic": "millrace-connect-offsets",
    "offset.storage.replication.factor": 1,
    "offset.storage.partitions": 1,
    "status.storage.topic": "millrace-connect-status",
    "status.storage.replication.factor": 1,
    "status.storage.partitions": 1,
    // A sink task on a quiet topic sleeps until the next flush: this bounds how late the archive commits.
    "offset.flush.interval.ms": 1000,
    // After a kill the worker's and its consumers' old selves are waited for this long.
    "session.timeout.ms": 6000,
    "heartbeat.interval.ms": 1000,
    "consumer.session.timeout.ms": 6000,
    "consumer.heartbeat.interval.ms": 1000,
    "rebalance.timeout.ms": 10000,
    "scheduled.rebalance.max.delay.ms": 0,
  };
}

/** They log every commit of every connector, or their whole configuration at each start. */
const quietLoggers = {
  "org.apache.iceberg.connect.channel": "WARN",
  "org.apache.kafka.clients": "WARN",
  "org.apache.kafka.common.config.AbstractConfig": "WARN",
  "org.apache.kafka.common.utils.AppInfoParser": "WARN",
  "org.apache.kafka.connect.runtime.ConnectorConfig": "WARN",
  "org.apache.kafka.connect.runtime.SinkConnectorConfig": "WARN",
  "org.hibernate.orm.connections.pooling": "ERROR",
  "io.apicurio.registry.serde": "ERROR",
} as const;
