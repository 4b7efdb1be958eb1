import { connect } from "./engines/connect.ts";
import { flinkJobManager } from "./engines/flink-jobmanager.ts";
import { flinkTaskManager } from "./engines/flink-taskmanager.ts";
import { kafka } from "./engines/kafka.ts";
import { postgres } from "./engines/postgres.ts";
import { registry } from "./engines/registry.ts";
import { s3 } from "./engines/s3.ts";
import type { Engine } from "./service.ts";

/** Every engine of the platform, in the order in which they are shown. */
export const engines: readonly Engine[] = [
  kafka,
  registry,
  flinkJobManager,
  flinkTaskManager,
  connect,
  s3,
  postgres,
];
