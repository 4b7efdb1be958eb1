import { logLevels, parseConfig, readBy, Secret } from "@millrace/common";
import { accessSettings, accessVariables, checkTokenVariables, type SecuritySettings } from "@millrace/http";
import {
  type KafkaConnection,
  parseBootstrapServers,
  parseJaasConfig,
  parseUserInfo,
  type UserInfo,
} from "@millrace/kafka";
import { z } from "zod";

/** The metrics app's settings. */
export interface MetricsConfig extends SecuritySettings {
  /** 0 takes a free one. Default 8085. */
  readonly port: number;
  /** Path of the file that says what is served. */
  readonly contractFile: string;
  readonly database: DatabaseConfig;
  readonly kafka: KafkaConnection;
  readonly registry: { readonly url: string; readonly userInfo?: UserInfo };
  /** Where events are posted, as browsers reach it. */
  readonly publisherUrl?: string;
  /** What the pipeline is asked about. */
  readonly watched: { readonly flinkUrl?: string; readonly connectUrl?: string };
  readonly streams: StreamConfig;
  /** How many proxies in front are believed when they say who the client is. */
  readonly trustedProxies: number;
  readonly logLevel: (typeof logLevels)[number];
}

/** Where rows are read, with a role that can only read. */
export interface DatabaseConfig {
  readonly url: Secret;
  /** Connections at once. Default 10. */
  readonly poolMax: number;
  /** How long a statement may run. Default 2,000. */
  readonly statementTimeoutMs: number;
}

/** Limits of the clients that rows are pushed to. */
export interface StreamConfig {
  /** At once. Default 2,000. */
  readonly maxClients: number;
  /** What may wait for one of them. Default 1 MiB. */
  readonly bufferBytes: number;
  /** Default 15,000. */
  readonly heartbeatMs: number;
}

const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const address = z.url({ protocol: /^https?$/, error: "an http or https address" });
const database = z
  .url({ protocol: /^postgres(ql)?$/, error: "a postgres:// address" })
  .transform((url) => new Secret(url));

const schema = z
  .object({
    ...accessVariables,
    PORT: whole(0, 65_535).default(8085),
    METRICS_CONTRACT: z.string({ error: "the path of the file that says what is served" }),
    DATABASE_URL: database,
    DATABASE_POOL_MAX: whole(1, 1_000).default(10),
    STATEMENT_TIMEOUT_MS: whole(10, 600_000).default(2_000),
    KAFKA_BOOTSTRAP_SERVERS: readBy(parseBootstrapServers).default(["127.0.0.1:9092"]),
    KAFKA_SASL_JAAS_CONFIG: readBy((line) => parseJaasConfig(line)).optional(),
    SCHEMA_REGISTRY_URL: address.default("http://127.0.0.1:8081/apis/ccompat/v7"),
    SCHEMA_REGISTRY_USER_INFO: readBy(parseUserInfo).optional(),
    PUBLISHER_URL: address.optional(),
    FLINK_REST_URL: address.optional(),
    CONNECT_REST_URL: address.optional(),
    MAX_STREAM_CLIENTS: whole(0, 100_000).default(2_000),
    STREAM_BUFFER_BYTES: whole(1_024, 1_073_741_824).default(1_048_576),
    STREAM_HEARTBEAT_MS: whole(100, 600_000).default(15_000),
    LOG_LEVEL: z.enum(logLevels).default("info"),
  })
  .superRefine(checkTokenVariables);

/**
 * Reads the settings from environment variables.
 * @throws ConfigError with every problem
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): MetricsConfig {
  const env = parseConfig(schema, environment, { program: "metrics", secrets: ["DATABASE_URL"] });
  return {
    ...accessSettings(env),
    port: env.PORT,
    contractFile: env.METRICS_CONTRACT,
    database: {
      url: env.DATABASE_URL,
      poolMax: env.DATABASE_POOL_MAX,
      statementTimeoutMs: env.STATEMENT_TIMEOUT_MS,
    },
    kafka: {
      clientId: "millrace-metrics",
      bootstrapServers: env.KAFKA_BOOTSTRAP_SERVERS,
      ...given("sasl", env.KAFKA_SASL_JAAS_CONFIG),
    },
    registry: { url: env.SCHEMA_REGISTRY_URL, ...given("userInfo", env.SCHEMA_REGISTRY_USER_INFO) },
    ...given("publisherUrl", env.PUBLISHER_URL),
    watched: {
      ...given("flinkUrl", env.FLINK_REST_URL),
      ...given("connectUrl", env.CONNECT_REST_URL),
    },
    streams: {
      maxClients: env.MAX_STREAM_CLIENTS,
      bufferBytes: env.STREAM_BUFFER_BYTES,
      heartbeatMs: env.STREAM_HEARTBEAT_MS,
    },
    trustedProxies: env.TRUSTED_PROXIES,
    logLevel: env.LOG_LEVEL,
  };
}

function given<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [P in K]?: V };
}
