import { describe, expect, it } from "vitest";
import { platformOf, settingAt } from "./platform-files.ts";

describe("files of a stage", () => {
  it("merge maps key by key", () => {
    const { secrets } = platformOf("secrets: { ttl: 1 minute }", "secrets: { aws: { region: eu-west-1 } }");
    expect(secrets).toMatchObject({ ttlMs: 60_000, aws: { region: "eu-west-1" } });
  });

  it("replace lists whole", () => {
    const { secrets } = platformOf("secrets: { order: [env, file] }", "secrets: { order: [vault] }");
    expect(secrets.order).toEqual(["vault"]);
  });

  it("take a value away with null", () => {
    const platform = platformOf("prefix: shared", "prefix: null");
    expect(settingAt(platform, "prefix")).toEqual({ value: "prod", origin: { kind: "default" } });
  });

  it("take a map and all in it away with null", () => {
    const base = "secrets: { vault: { address: http://vault:8200, namespace: team } }";
    expect(platformOf(base, "secrets: { vault: null }").secrets.vault).toEqual({
      token: "${secret:env:VAULT_TOKEN}",
    });
  });

  it("may be empty or nothing but comments", () => {
    expect(platformOf("", "# nothing\n").prefix).toBe("prod");
  });

  it("give way to the environment", () => {
    const platform = platformOf("prefix: shared", "prefix: own", { env: { STAGE: "mine" } });
    expect(settingAt(platform, "prefix")).toEqual({
      value: "mine",
      origin: { kind: "environment", variable: "STAGE" },
    });
  });

  it("do not give way to an empty variable", () => {
    expect(platformOf("", "sample_events: 3", { env: { SAMPLE_EVENTS: "" } }).sampleEvents).toBe(3);
  });

  it("say where each value stands", () => {
    const platform = platformOf(
      "prefix: shared\nsample_events: 4",
      "secrets:\n  aws:\n    region: eu-west-1\n",
    );
    expect(settingAt(platform, "sample_events")?.origin).toEqual({
      kind: "file",
      file: "config/platform.yaml",
      line: 2,
      column: 16,
    });
    expect(settingAt(platform, "secrets.aws.region")?.origin).toMatchObject({
      file: "config/platform.prod.yaml",
      line: 3,
      column: 13,
    });
    expect(settingAt(platform, "secrets.ttl")).toEqual({ value: "5 minutes", origin: { kind: "default" } });
  });
});
