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

/** The publisher's settings. */
export interface PublisherConfig extends SecuritySettings {
  /** 0 takes a free one. */
  readonly port: number;
  readonly kafka: KafkaConnection;
  /** How long Kafka is waited for before events go to the spool, in milliseconds. */
  readonly kafkaPatienceMs: number;
  readonly registry: { readonly url: string; readonly userInfo?: UserInfo };
  /** Path of the file that says which events are taken. */
  readonly contractFile: string;
  /** The folder of the spool, of receipts and of what is remembered of the registry. */
  readonly dataDir: string;
  /** How many sample page views are published at the start. */
  readonly sampleEvents: number;
  readonly logLevel: (typeof logLevels)[number];
  readonly limits: Limits;
  readonly spoolMaxBytes: number;
  readonly idempotency: { readonly horizonMs: number; readonly maxEvents: number };
  /** The key of hashes that stand for personal values. */
  readonly maskingKey?: Secret;
  /** What health looks at besides Kafka and the registry. */
  readonly watched: { readonly flinkUrl?: string; readonly connectUrl?: string; readonly s3?: S3Config };
}

/** How much is taken at once. */
export interface Limits {
  /** The largest body of one event, decompressed. */
  readonly maxBodyBytes: number;
  /** The largest body of a batch, decompressed; it is never in memory as a whole. */
  readonly maxBatchBytes: number;
  readonly maxBatchItems: number;
  /** Bytes of bodies under way, over all requests. */
  readonly maxInFlightBytes: number;
  readonly maxInFlightRequests: number;
  /** Events a second and client; 0: as many as there come. */
  readonly clientEventsPerSecond: number;
  /** How many of them may come at once. */
  readonly clientBurstEvents: number;
  /** How many proxies in front are believed when they say who the client is. */
  readonly trustedProxies: number;
}

/** An object store whose buckets are looked at. */
export interface S3Config {
  /** Default: AWS. */
  readonly endpoint?: string;
  readonly region: string;
  readonly buckets: readonly string[];
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const mib = 1_048_576;
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const address = z.url({ protocol: /^https?$/, error: "an http or https address" });
const names = z.string().transform((text) =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== ""),
);

const schema = z
  .object({
    ...accessVariables,
    PORT: whole(0, 65_535).default(8080),
    KAFKA_BOOTSTRAP_SERVERS: readBy(parseBootstrapServers).default(["127.0.0.1:9092"]),
    KAFKA_SASL_JAAS_CONFIG: readBy((line) => parseJaasConfig(line)).optional(),
    KAFKA_PATIENCE_MS: whole(100, 60_000).default(3_000),
    SCHEMA_REGISTRY_URL: address.default("http://127.0.0.1:8081/apis/ccompat/v7"),
    SCHEMA_REGISTRY_USER_INFO: readBy(parseUserInfo).optional(),
    EVENT_CONTRACT: z.string({ error: "the path of the file that says which events are taken" }),
    DATA_DIR: z.string().min(1).default("data"),
    SAMPLE_EVENTS: whole(0, 10_000).default(0),
    LOG_LEVEL: z.enum(logLevels).default("info"),
    MAX_BODY_BYTES: whole(1024, 16 * mib).default(mib),
    MAX_BATCH_BYTES: whole(1024, 1024 * mib).default(64 * mib),
    MAX_BATCH_ITEMS: whole(1, 1_000_000).default(10_000),
    MAX_IN_FLIGHT_BYTES: whole(mib, 4096 * mib).default(64 * mib),
    MAX_IN_FLIGHT_REQUESTS: whole(1, 100_000).default(512),
    CLIENT_EVENTS_PER_SECOND: whole(0, 10_000_000).default(0),
    CLIENT_BURST_EVENTS: whole(1, 100_000_000).optional(),
    SPOOL_MAX_BYTES: whole(mib, 2 ** 40).default(1024 * mib),
    IDEMPOTENCY_HORIZON_SECONDS: whole(1, 7 * 86_400).default(3_600),
    IDEMPOTENCY_MAX_EVENTS: whole(1_000, 100_000_000).default(2_000_000),
    MASKING_KEY: z.string().min(16, { error: "at least 16 characters" }).optional(),
    FLINK_REST_URL: address.optional(),
    CONNECT_REST_URL: address.optional(),
    S3_ENDPOINT: address.optional(),
    S3_BUCKETS: names.default([]),
    S3_ACCESS_KEY_ID: z.string().optional(),
    S3_SECRET_ACCESS_KEY: z.string().optional(),
    AWS_REGION: z.string().default("us-east-1"),
  })
  .superRefine(checkTokenVariables);

type Environment = z.output<typeof schema>;

/**
 * Reads the settings from environment variables.
 * @throws ConfigError with every problem
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): PublisherConfig {
  const env = parseConfig(schema, environment, { program: "publisher" });
  return {
    ...accessSettings(env),
    port: env.PORT,
    kafka: {
      clientId: "millrace-publisher",
      bootstrapServers: env.KAFKA_BOOTSTRAP_SERVERS,
      ...given("sasl", env.KAFKA_SASL_JAAS_CONFIG),
    },
    kafkaPatienceMs: env.KAFKA_PATIENCE_MS,
    registry: { url: env.SCHEMA_REGISTRY_URL, ...given("userInfo", env.SCHEMA_REGISTRY_USER_INFO) },
    contractFile: env.EVENT_CONTRACT,
    dataDir: env.DATA_DIR,
    sampleEvents: env.SAMPLE_EVENTS,
    logLevel: env.LOG_LEVEL,
    limits: limitsOf(env),
    spoolMaxBytes: env.SPOOL_MAX_BYTES,
    idempotency: {
      horizonMs: env.IDEMPOTENCY_HORIZON_SECONDS * 1000,
      maxEvents: env.IDEMPOTENCY_MAX_EVENTS,
    },
    ...given("maskingKey", env.MASKING_KEY === undefined ? undefined : new Secret(env.MASKING_KEY)),
    watched: {
      ...given("flinkUrl", env.FLINK_REST_URL),
      ...given("connectUrl", env.CONNECT_REST_URL),
      ...given("s3", s3Of(env)),
    },
  };
}

function limitsOf(env: Environment): Limits {
  return {
    maxBodyBytes: env.MAX_BODY_BYTES,
    maxBatchBytes: env.MAX_BATCH_BYTES,
    maxBatchItems: env.MAX_BATCH_ITEMS,
    maxInFlightBytes: env.MAX_IN_FLIGHT_BYTES,
    maxInFlightRequests: env.MAX_IN_FLIGHT_REQUESTS,
    clientEventsPerSecond: env.CLIENT_EVENTS_PER_SECOND,
    clientBurstEvents: env.CLIENT_BURST_EVENTS ?? Math.max(env.MAX_BATCH_ITEMS, env.CLIENT_EVENTS_PER_SECOND),
    trustedProxies: env.TRUSTED_PROXIES,
  };
}

function s3Of(env: Environment): S3Config | undefined {
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (env.S3_BUCKETS.length === 0) return undefined;
  const hasCredentials = accessKeyId !== undefined && secretAccessKey !== undefined;
  return {
    ...given("endpoint", env.S3_ENDPOINT),
    region: env.AWS_REGION,
    buckets: env.S3_BUCKETS,
    ...(hasCredentials ? { credentials: { accessKeyId, secretAccessKey } } : {}),
  };
}

function given<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [P in K]?: V };
}
