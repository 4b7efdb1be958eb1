import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileDomains, loadDomainFolder } from "@millrace/domain";
import { instanceLayout } from "@millrace/engines";
import { parseContract, readConfig } from "@millrace/metrics";
import { describe, expect, test } from "vitest";
import { readCliConfig, rootOfClone } from "../../../apps/cli/src/config.ts";
import { metricsContract } from "../../../apps/cli/src/metrics-contract.ts";
import { metricsService, writeMetricsContract } from "../../../apps/cli/src/metrics-service.ts";
import { publisherService } from "../../../apps/cli/src/publisher-service.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { engineContext } from "../engines/connect-context.ts";

const folders = ["page-views", "live-streams"].map((domain) => loadDomainFolder(rootOfClone, domain));
const plan = compileDomains(folders as [(typeof folders)[0]], { stage: "test" });

/** A context whose neighbours have addresses that a program can read. */
function context() {
  const address = (engine: string) => `127.0.0.1:${engine === "metrics" ? 8085 : 9999}`;
  return { ...engineContext({ dataDir: temporaryFolder(), configDir: temporaryFolder() }), address };
}

function described(env: Readonly<Record<string, string>> = {}) {
  return metricsService({ ...readCliConfig(env), plan: () => plan }).describe(context());
}

describe("the metrics app as a service", () => {
  test("is given settings that it can read", () => {
    const { command } = described({ DATABASE_POOL_MAX: "3", STATEMENT_TIMEOUT_MS: "750", AUTH: "required" });
    const config = readConfig(command.env);
    expect(config).toMatchObject({
      stage: "dev",
      database: { poolMax: 3, statementTimeoutMs: 750 },
      streams: { maxClients: 2_000, bufferBytes: 1_048_576, heartbeatMs: 15_000 },
      publisherUrl: "http://127.0.0.1:9999",
    });
    expect(command.env).toMatchObject({ AUTH: "required" });
  });

  test("hides what the command was started with", () => {
    expect(described().command.env).toMatchObject({ JWT_ISSUER: "", API_KEYS_FILE: "", CORS_ORIGINS: "" });
  });

  test("is ready when it listens", () => {
    expect(described().readiness).toMatchObject({ url: expect.stringMatching(/\/health\/live$/) });
  });

  test("is given a contract that it can read", () => {
    const [file] = described().files;
    expect(file).toMatchObject({ path: "metrics.json", isLive: true });
    const contract = parseContract("metrics.json", file?.content ?? "");
    expect(contract).toEqual(JSON.parse(metricsContract(plan)));
    expect(contract.served.map(({ name }) => name)).toContain("stream_metrics_minute");
  });

  test("may publish from its pages", () => {
    const config = readCliConfig({ CORS_ORIGINS: "https://shop.example" });
    const { command } = publisherService({ ...config, plan: () => plan }).describe(context());
    expect(command.env?.["CORS_ORIGINS"]).toBe(
      "https://shop.example,http://127.0.0.1:8085,http://localhost:8085",
    );
  });
});

describe("the metrics contract", () => {
  const contract = parseContract("metrics.json", metricsContract(plan));

  test("tells connectors with what they are", () => {
    const kinds = contract.connectors.map(({ name, kind }) => [name, kind]);
    expect(Object.fromEntries(kinds)).toMatchObject({
      "page-views-counts-postgres": "postgres",
      "page-views-raw-archive": "archive",
    });
    const first = contract.connectors.find(({ name }) => name === "page-views-counts-postgres");
    expect(first?.topics).toEqual(["test.streaming.page-view.output.provisional"]);
  });

  test("tells where dead letters of a domain go", () => {
    const topics = contract.deadLetterTopics.filter(({ domain }) => domain === "page-views");
    expect(topics.map(({ topic }) => topic)).toContain("test.dead-letter.page-views");
  });

  test("is written anew when a plan is applied", () => {
    const layout = instanceLayout(temporaryFolder());
    const file = join(layout.configDir("metrics"), "metrics.json");
    writeFileSync(file, metricsContract({ ...plan, served: [] }));
    writeMetricsContract(layout, plan);
    expect(readFileSync(file, "utf8")).toBe(metricsContract(plan));
  });
});
