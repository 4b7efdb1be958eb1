import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCliConfig } from "../../../apps/cli/src/config.ts";
import { publisherService } from "../../../apps/cli/src/publisher-service.ts";
import { engineContext } from "../engines/connect-context.ts";

describe("the stack of this machine", () => {
  it("goes by the stage dev", () => {
    expect(readCliConfig({})).toMatchObject({
      stage: "test",
      sampleEvents: 10,
      topicDefaults: { partitions: 1, retentionMs: 604_800_000 },
      publisher: { maxBodyBytes: 1_048_576, auth: "open", idempotency: { horizonMs: 3_600_000 } },
    });
  });

  it("goes by the environment first", () => {
    const env = { STAGE: "mine", SAMPLE_EVENTS: "0", MAX_BODY_BYTES: "2048" };
    expect(readCliConfig(env)).toMatchObject({
      stage: "mine",
      sampleEvents: 0,
      publisher: { maxBodyBytes: 2048 },
    });
  });

  it("tells the publisher its limits", () => {
    const config = readCliConfig({
      MAX_BODY_BYTES: "2048",
      IDEMPOTENCY_HORIZON_SECONDS: "90",
      JWT_ALGORITHMS: "RS256, ES256",
      API_KEYS_FILE: ".secrets/keys.yaml",
      MASKING_KEY: "0123456789abcdef",
    });
    const plan = () => ({ events: [], statements: [], buckets: [], connectors: [], tables: [] });
    const { command } = publisherService({ ...config, plan }).describe(engineContext());
    expect(command.env).toMatchObject({
      SAMPLE_EVENTS: "10",
      MAX_BODY_BYTES: "2048",
      IDEMPOTENCY_HORIZON_SECONDS: "90",
      JWT_ALGORITHMS: "RS256,ES256",
      API_KEYS_FILE: join(config.root, ".secrets/keys.yaml"),
      MASKING_KEY: "0123456789abcdef",
    });
  });
});
