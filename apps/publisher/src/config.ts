import { logLevels, parseConfig } from "@millrace/common";
import {
  type KafkaConnection,
  parseBootstrapServers,
  parseJaasConfig,
  parseUserInfo,
  type UserInfo,
} from "@millrace/kafka";
import { z } from "zod";

/** The publisher's settings. */
export interface PublisherConfig {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly kafka: KafkaConnection;
  readonly registry: { readonly url: string; readonly userInfo?: UserInfo };
  /** Path of the file that says which events are taken. */
  readonly contractFile: string;
  /** How many sample page views are published at the start. */
  readonly sampleEvents: number;
  readonly logLevel: (typeof logLevels)[number];
  readonly maxBodyBytes: number;
}

const schema = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  KAFKA_BOOTSTRAP_SERVERS: readBy(parseBootstrapServers).default(["127.0.0.1:9092"]),
  KAFKA_SASL_JAAS_CONFIG: readBy((line) => parseJaasConfig(line)).optional(),
  SCHEMA_REGISTRY_URL: z
    .url({ protocol: /^https?$/, error: "an http or https address" })
    .default("http://127.0.0.1:8081/apis/ccompat/v7"),
  SCHEMA_REGISTRY_USER_INFO: readBy(parseUserInfo).optional(),
  EVENT_CONTRACT: z.string({ error: "the path of the file that says which events are taken" }),
  SAMPLE_EVENTS: z.coerce.number().int().min(0).max(10_000).default(0),
  LOG_LEVEL: z.enum(logLevels).default("info"),
  MAX_BODY_BYTES: z.coerce.number().int().min(1024).max(16_777_216).default(1_048_576),
});

/**
 * Reads the settings from environment variables.
 * @throws ConfigError with every problem
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): PublisherConfig {
  const env = parseConfig(schema, environment, { program: "publisher" });
  return {
    host: env.HOST,
    port: env.PORT,
    kafka: {
      clientId: "millrace-publisher",
      bootstrapServers: env.KAFKA_BOOTSTRAP_SERVERS,
      ...(env.KAFKA_SASL_JAAS_CONFIG === undefined ? {} : { sasl: env.KAFKA_SASL_JAAS_CONFIG }),
    },
    registry: {
      url: env.SCHEMA_REGISTRY_URL,
      ...(env.SCHEMA_REGISTRY_USER_INFO === undefined ? {} : { userInfo: env.SCHEMA_REGISTRY_USER_INFO }),
    },
    contractFile: env.EVENT_CONTRACT,
    sampleEvents: env.SAMPLE_EVENTS,
    logLevel: env.LOG_LEVEL,
    maxBodyBytes: env.MAX_BODY_BYTES,
  };
}

/** A setting with a form of its own; the parser's message becomes what is expected. */
function readBy<T>(parse: (text: string) => T) {
  return z.string().transform((text, context): T => {
    try {
      return parse(text);
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      context.addIssue({ code: "custom", message: `a readable value (${fault})` });
      return z.NEVER;
    }
  });
}
