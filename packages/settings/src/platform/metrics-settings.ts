import { parseDuration } from "@millrace/domain";

/** What the query API and the dashboard may take up, and which other pages may read. */
export interface MetricsSettings {
  readonly databasePoolMax: number;
  readonly statementTimeoutMs: number;
  /** How many may follow `/events` at once. */
  readonly maxStreamClients: number;
  /** What may wait for one of them. */
  readonly streamBufferBytes: number;
  readonly streamHeartbeatMs: number;
  readonly corsOrigins: readonly string[];
}

/** What holds where nobody says anything else, in the words of platform.yaml. */
export const metricsDefaults = {
  database_pool_max: 10,
  statement_timeout: "2 seconds",
  max_stream_clients: 2_000,
  stream_buffer_bytes: 1_048_576,
  stream_heartbeat: "15 seconds",
  cors_origins: [],
} as const;

/** Merged data, as {@link metricsDefaults} fills it up, that the schema has found right. */
export interface MetricsInput {
  readonly database_pool_max: number;
  readonly statement_timeout: string;
  readonly max_stream_clients: number;
  readonly stream_buffer_bytes: number;
  readonly stream_heartbeat: string;
  readonly cors_origins: readonly string[];
}

/** Merged data in the words and units of the code. */
export function toMetricsSettings(input: MetricsInput): MetricsSettings {
  return {
    databasePoolMax: input.database_pool_max,
    statementTimeoutMs: parseDuration(input.statement_timeout),
    maxStreamClients: input.max_stream_clients,
    streamBufferBytes: input.stream_buffer_bytes,
    streamHeartbeatMs: parseDuration(input.stream_heartbeat),
    corsOrigins: input.cors_origins,
  };
}
