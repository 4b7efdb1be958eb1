import { readConfig } from "@millrace/publisher";
import { describe, expect, test } from "vitest";

const jaas = `org.apache.kafka.common.security.plain.PlainLoginModule required username="k" password="hunter2";`;

describe("readConfig", () => {
  test("has defaults for a laptop", () => {
    expect(readConfig({ EVENT_CONTRACT: "events.json" })).toEqual({
      host: "127.0.0.1",
      port: 8080,
      kafka: { clientId: "millrace-publisher", bootstrapServers: ["127.0.0.1:9092"] },
      registry: { url: "http://127.0.0.1:8081/apis/ccompat/v7" },
      contractFile: "events.json",
      sampleEvents: 0,
      logLevel: "info",
      maxBodyBytes: 1_048_576,
    });
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
