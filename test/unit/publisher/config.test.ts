import { readConfig } from "@millrace/publisher";
import { describe, expect, test } from "vitest";

const jaas = `org.apache.kafka.common.security.plain.PlainLoginModule required username="k" password="hunter2";`;

describe("readConfig", () => {
  test("has defaults for a laptop", () => {
    expect(readConfig({ EVENT_CONTRACT: "events.json" })).toEqual({
      host: "127.0.0.1",
      port: 8080,
      stage: "prod",
      kafka: { clientId: "millrace-publisher", bootstrapServers: ["127.0.0.1:9092"] },
      kafkaPatienceMs: 3_000,
      registry: { url: "http://127.0.0.1:8081/apis/ccompat/v7" },
      contractFile: "events.json",
      dataDir: "data",
      sampleEvents: 0,
      logLevel: "info",
      limits: {
        maxBodyBytes: 1_048_576,
        maxBatchBytes: 67_108_864,
        maxBatchItems: 10_000,
        maxInFlightBytes: 67_108_864,
        maxInFlightRequests: 512,
        clientEventsPerSecond: 0,
        clientBurstEvents: 10_000,
        trustedProxies: 0,
      },
      spoolMaxBytes: 1_073_741_824,
      idempotency: { horizonMs: 3_600_000, maxEvents: 2_000_000 },
      auth: { mode: "required" },
      showsAddresses: false,
      hasOpenDocs: false,
      corsOrigins: [],
      watched: {},
    });
  });

  test("lets everybody in on the stage dev alone", () => {
    const modeOf = (settings: Readonly<Record<string, string>>) =>
      readConfig({ EVENT_CONTRACT: "events.json", ...settings }).auth.mode;
    expect(modeOf({ STAGE: "dev" })).toBe("open");
    expect(modeOf({ STAGE: "staging" })).toBe("required");
    expect(modeOf({ STAGE: "dev", AUTH: "required" })).toBe("required");
  });

  test("wants the audience of an issuer's tokens", () => {
    const read = () => readConfig({ EVENT_CONTRACT: "events.json", JWT_ISSUER: "https://id.example.com" });
    expect(read).toThrow("JWT_AUDIENCE: found nothing, expected the audience of the tokens of JWT_ISSUER");
  });

  test("wants the issuer of an audience", () => {
    const read = () => readConfig({ EVENT_CONTRACT: "events.json", JWT_AUDIENCE: "millrace" });
    expect(read).toThrow("JWT_ISSUER: found nothing, expected the issuer of the tokens");
  });

  test("reads credentials of Kafka and the registry", () => {
    const config = readConfig({
      EVENT_CONTRACT: "events.json",
      KAFKA_SASL_JAAS_CONFIG: jaas,
      SCHEMA_REGISTRY_USER_INFO: "key:secret",
    });
    expect(config.kafka.sasl).toEqual({ mechanism: "plain", username: "k", password: "hunter2" });
    expect(config.registry.userInfo).toEqual({ key: "key", secret: "secret" });
  });

  test("lists every wrong setting and hides secrets", () => {
    const read = () =>
      readConfig({
        PORT: "http",
        KAFKA_BOOTSTRAP_SERVERS: "localhost",
        KAFKA_SASL_JAAS_CONFIG: jaas.replace("required", "optional"),
        SCHEMA_REGISTRY_URL: "localhost:8081",
      });
    expect(read).toThrow(
      [
        "publisher cannot start, its settings are wrong; correct these:",
        '  PORT: found "http", expected a number',
        '  KAFKA_BOOTSTRAP_SERVERS: found "localhost", expected a readable value (bootstrap server "localhost" cannot be read, expected host:port)',
        "  KAFKA_SASL_JAAS_CONFIG: found a value that is not shown, expected a readable value (the JAAS line says optional after the login module, expected required)",
        '  SCHEMA_REGISTRY_URL: found "localhost:8081", expected an http or https address',
        "  EVENT_CONTRACT: found nothing, expected the path of the file that says which events are taken",
      ].join("\n"),
    );
  });
});
