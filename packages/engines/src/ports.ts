/**
 * Every default port of a stack, in one place. Overridden one by one with `MILLRACE_PORT_<ENGINE>_<PORT>`, for example
 * `MILLRACE_PORT_KAFKA_BROKER=19092`; a stack started with free ports ignores this table.
 */
export const defaultPorts = {
  publisher: { http: 8080 },
  metrics: { http: 8085 },
  kafka: { broker: 9092, controller: 9093 },
  registry: { http: 8081 },
  "flink-jobmanager": { rest: 8082, rpc: 6123, blob: 6124, gateway: 8084 },
  "flink-taskmanager": { rpc: 6122, data: 6121 },
  connect: { rest: 8083 },
  s3: { http: 9000 },
  postgres: { sql: 5433 },
} as const satisfies Readonly<Record<string, Readonly<Record<string, number>>>>;
