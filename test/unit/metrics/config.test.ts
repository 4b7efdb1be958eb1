import { describe, expect, test } from "vitest";
import { readConfig } from "@millrace/metrics";

const needed = {
  METRICS_CONTRACT: "/etc/millrace/metrics.json",
  DATABASE_URL: "postgres://reader:hidden@db:5432/millrace",
};

describe("the settings", () => {
  test("have defaults but for the contract and the database", () => {
    expect(readConfig(needed)).toMatchObject({
      host: "127.0.0.1",
      port: 8085,
      stage: "prod",
      auth: { mode: "required" },
      contractFile: "/etc/millrace/metrics.json",
      database: { poolMax: 10, statementTimeoutMs: 2_000 },
      streams: { maxClients: 2_000, bufferBytes: 1_048_576, heartbeatMs: 15_000 },
      trustedProxies: 0,
      watched: {},
    });
  });

  test("let everybody in on the stage dev", () => {
    expect(readConfig({ ...needed, STAGE: "dev" }).auth.mode).toBe("open");
  });

  test("never show the database's password", () => {
    const { database } = readConfig(needed);
    expect(JSON.stringify(database)).not.toContain("hidden");
    expect(database.url.reveal()).toBe(needed.DATABASE_URL);
  });

  test("are refused with every problem, no secret among them", () => {
    const wrong = { DATABASE_URL: "mysql://root:hidden@db", PORT: "99999", JWT_ISSUER: "https://id.example" };
    expect(() => readConfig(wrong)).toThrow(
      [
        "metrics cannot start, its settings are wrong; correct these:",
        '  PORT: found "99999", expected at most 65535',
        "  METRICS_CONTRACT: found nothing, expected the path of the file that says what is served",
        "  DATABASE_URL: found a value that is not shown, expected a postgres:// address",
      ].join("\n"),
    );
  });

  test("of tokens need their audience", () => {
    expect(() => readConfig({ ...needed, JWT_ISSUER: "https://id.example" })).toThrow(
      "JWT_AUDIENCE: found nothing, expected the audience of the tokens of JWT_ISSUER",
    );
  });
});
