import type { NumberSetting } from "./fields.ts";

const kib = 1024;

/** The metrics app's settings that are numbers, with the limits that the app itself has. */
export const metricsNumbers = {
  database_pool_max: {
    variable: "DATABASE_POOL_MAX",
    min: 1,
    max: 1_000,
    description: "Most connections to Postgres.",
  },
  max_stream_clients: {
    variable: "MAX_STREAM_CLIENTS",
    min: 0,
    max: 100_000,
    description: "Most clients that follow /events at once; beyond them 503.",
  },
  stream_buffer_bytes: {
    variable: "STREAM_BUFFER_BYTES",
    min: kib,
    max: kib ** 3,
    description: "What may wait for one of them; a client that reads too slowly for it is told, and dropped.",
  },
} as const satisfies Readonly<Record<string, NumberSetting>>;

/** What lengths of time may be, in milliseconds. */
export const metricsDurations = {
  statement_timeout: { variable: "STATEMENT_TIMEOUT_MS", min: 10, max: 600_000 },
  stream_heartbeat: { variable: "STREAM_HEARTBEAT_MS", min: 100, max: 600_000 },
} as const;
