import type { EngineContext } from "../service.ts";

/** JVM flags that Flink needs on Java 17: the modules it reaches into. */
export const flinkModuleFlags: readonly string[] = [
  "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
  "--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
  ...[
    "java.lang",
    "java.net",
    "java.io",
    "java.nio",
    "sun.nio.ch",
    "java.lang.reflect",
    "java.text",
    "java.time",
    "java.util",
    "java.util.concurrent",
    "java.util.concurrent.atomic",
    "java.util.concurrent.locks",
  ].map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`),
];

/**
 * Memory of the TaskManager in MiB. Every part is set, because the process is started without Flink's scripts. Managed memory
 * is shared out evenly, 64 MiB a slot: a domain of ten windowed results fails with 24 ("minBucketMemorySize is not valid").
 */
export const taskManagerMemoryMb = {
  frameworkHeap: 96,
  taskHeap: 288,
  frameworkOffHeap: 64,
  taskOffHeap: 0,
  network: 64,
  managed: 512,
  metaspace: 192,
  overhead: 128,
} as const;

/** Flink's settings that JobManager, SQL Gateway and TaskManager share, as `config.yaml`. */
export function flinkConfiguration(context: EngineContext): string {
  const memory = taskManagerMemoryMb;
  const state = `file://${context.sharedDir("flink-state")}`;
  const settings: Record<string, string | number | boolean> = {
    "jobmanager.rpc.address": "127.0.0.1",
    "jobmanager.rpc.port": portOf(context.address("flink-jobmanager", "rpc")),
    "jobmanager.bind-host": "127.0.0.1",
    "blob.server.port": portOf(context.address("flink-jobmanager", "blob")),
    "rest.address": "127.0.0.1",
    "rest.bind-address": "127.0.0.1",
    "rest.port": portOf(context.address("flink-jobmanager", "rest")),
    "sql-gateway.endpoint.rest.address": "127.0.0.1",
    "sql-gateway.endpoint.rest.bind-address": "127.0.0.1",
    "sql-gateway.endpoint.rest.port": portOf(context.address("flink-jobmanager", "gateway")),
    "taskmanager.host": "127.0.0.1",
    "taskmanager.bind-host": "127.0.0.1",
    "taskmanager.rpc.port": portOf(context.address("flink-taskmanager", "rpc")),
    "taskmanager.data.port": portOf(context.address("flink-taskmanager", "data")),
    "taskmanager.numberOfTaskSlots": 8,
    "taskmanager.cpu.cores": 2,
    "taskmanager.memory.framework.heap.size": `${memory.frameworkHeap}m`,
    "taskmanager.memory.task.heap.size": `${memory.taskHeap}m`,
    "taskmanager.memory.framework.off-heap.size": `${memory.frameworkOffHeap}m`,
    "taskmanager.memory.task.off-heap.size": `${memory.taskOffHeap}m`,
    "taskmanager.memory.network.min": `${memory.network}m`,
    "taskmanager.memory.network.max": `${memory.network}m`,
    "taskmanager.memory.managed.size": `${memory.managed}m`,
    "taskmanager.memory.jvm-metaspace.size": `${memory.metaspace}m`,
    "taskmanager.memory.jvm-overhead.min": `${memory.overhead}m`,
    "taskmanager.memory.jvm-overhead.max": `${memory.overhead}m`,
    "heartbeat.interval": "2 s",
    "heartbeat.timeout": "10 s",
    // Both processes start together: the TaskManager asks before the JobManager answers, and must ask again soon.
    "cluster.registration.initial-timeout": "100 ms",
    "cluster.registration.max-timeout": "1 s",
    "cluster.registration.error-delay": "250 ms",
    "web.refresh-interval": 100,
    // Watermarks and counters that the REST interface tells are at most so old.
    "metrics.fetcher.update-interval": "1 s",
    // Asked of a TaskManager that was just killed, metrics are waited for so long, and none are fetched meanwhile.
    "web.timeout": "20 s",
    "classloader.resolve-order": "parent-first",
    "restart-strategy.type": "fixed-delay",
    "restart-strategy.fixed-delay.attempts": 2147483647,
    "restart-strategy.fixed-delay.delay": "1 s",
    "state.backend.type": "rocksdb",
    // Whether an event came before is asked for every event, and mostly it did not: without filters every file is looked into.
    "state.backend.rocksdb.use-bloom-filter": true,
    "execution.checkpointing.incremental": true,
    "execution.checkpointing.dir": `${state}/checkpoints`,
    "execution.checkpointing.savepoint-dir": `${state}/savepoints`,
    "execution.checkpointing.interval": "1 s",
    "execution.checkpointing.timeout": "2 min",
    "execution.checkpointing.tolerable-failed-checkpoints": 10,
    "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
    "table.local-time-zone": "UTC",
    "io.tmp.dirs": context.dataDir,
    "web.upload.dir": context.dataDir,
  };
  return `${Object.entries(settings)
    .map(([key, value]) => `${key}: ${typeof value === "string" ? JSON.stringify(value) : value}`)
    .join("\n")}\n`;
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(":") + 1));
}
