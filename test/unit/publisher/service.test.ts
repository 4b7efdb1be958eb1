import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { instanceLayout } from "@millrace/engines";
import { describe, expect, test } from "vitest";
import {
  eventContract,
  PublisherBehindError,
  publisherService,
  untilTaken,
  writeEventContract,
} from "../../../apps/cli/src/publisher-service.ts";
import { readCliConfig } from "../../../apps/cli/src/config.ts";
import { openApiText } from "../../../apps/cli/src/verbs/domain-openapi.ts";
import { EngineProcess } from "../../../packages/engines/src/process/engine-process.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { engineContext } from "../engines/connect-context.ts";
import { shopEvents, shopPlan } from "../events/shop-domain.ts";
import { contractOf } from "./contract-of.ts";
import { pageViewEvent } from "./page-view-event.ts";
import { startApp, subjectIds } from "./running-app.ts";
import { EventCatalog } from "@millrace/publisher";

const events = () => [pageViewEvent()];
const plan = () => ({
  events: events(),
  statements: [],
  buckets: [{ name: "test-raw", key: "raw", domain: "page-views" }],
  connectors: [],
  tables: [],
});
const { publisher } = readCliConfig({});
const options = { root: "/clone", sampleEvents: 0, publisher, plan };
const pipeline = { statements: [], buckets: ["test-raw"], archives: [] };

describe("the publisher as a service", () => {
  test("is given the events in a file of its own", () => {
    const configDir = temporaryFolder();
    const context = engineContext({ configDir, dataDir: configDir });
    const { command, files } = publisherService(options).describe(context);
    expect(command.env?.["EVENT_CONTRACT"]).toBe(join(configDir, "events.json"));
    expect(files).toEqual([
      { path: "events.json", content: eventContract(events(), pipeline), isLive: true },
    ]);
  });

  test("keeps its data, and the key of hashes, with the instance", () => {
    const dataDir = temporaryFolder();
    const describe = () => publisherService(options).describe(engineContext({ dataDir })).command.env;
    const first = describe();
    expect(first).toMatchObject({ DATA_DIR: dataDir, MASKING_KEY: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(describe()?.["MASKING_KEY"]).toBe(first?.["MASKING_KEY"]);
    expect(statSync(join(dataDir, "masking-key")).mode & 0o077).toBe(0);
  });

  test("is told who may publish and where the rest runs", () => {
    const context = engineContext({ dataDir: temporaryFolder() });
    expect(publisherService(options).describe(context).command.env).toMatchObject({
      STAGE: "dev",
      AUTH: "open",
      MAX_BATCH_ITEMS: "10000",
      KAFKA_PATIENCE_MS: "3000",
      CORS_ORIGINS: "http://127.0.0.1:metrics-http,http://localhost:metrics-http",
      FLINK_REST_URL: "http://127.0.0.1:flink-jobmanager-rest",
      CONNECT_REST_URL: "http://127.0.0.1:connect-rest",
      S3_ENDPOINT: "http://127.0.0.1:s3-http",
      S3_BUCKETS: "test-raw",
    });
  });

  test("finds what was applied when it is started again", async () => {
    const configDir = temporaryFolder();
    const context = engineContext({ configDir, dataDir: configDir });
    const service = publisherService(options);
    const engine = {
      ...service,
      describe: () => ({
        ...service.describe(context),
        command: { argv: [process.execPath, "--version"] as const },
      }),
    };
    const running = new EngineProcess(engine, context, join(configDir, "log"));
    await (
      await running.spawn()
    ).exited;
    writeFileSync(join(configDir, "events.json"), "applied");
    await (
      await running.spawn()
    ).exited;
    expect(readFileSync(join(configDir, "events.json"), "utf8")).toBe("applied");
  });
});

describe("an apply", () => {
  test("writes the contract where the publisher reads it, once", () => {
    const layout = instanceLayout(temporaryFolder());
    const file = join(layout.configDir("publisher"), "events.json");
    writeEventContract(layout, shopEvents);
    const { ino } = statSync(file);
    writeEventContract(layout, shopEvents);
    expect(readFileSync(file, "utf8")).toBe(eventContract(shopEvents));
    expect(statSync(file).ino).toBe(ino);
  });

  test("ends when the publisher takes every event", async () => {
    await using app = await startApp({ events: events() });
    const taken = untilTaken(app.url, shopEvents, { pauseMs: 5 });
    expect(await Promise.race([taken, app.get("/api/events/shop/refund").then(() => "waiting")])).toBe(
      "waiting",
    );
    const catalog = new EventCatalog(contractOf(shopEvents));
    app.ingest.serve(catalog, subjectIds(catalog));
    await taken;
  });

  test("says what the publisher does not take in time", async () => {
    await using app = await startApp({ events: events() });
    const taken = untilTaken(app.url, shopEvents, { timeoutMs: 50, pauseMs: 5 });
    await expect(taken).rejects.toThrow(PublisherBehindError);
    await expect(untilTaken("http://127.0.0.1:1", shopEvents, { timeoutMs: 30, pauseMs: 5 })).rejects.toThrow(
      'everything is applied, but after 0.03 s the publisher does not take /api/events/shop/opened yet; "npm run logs -- publisher" says why',
    );
  });
});

test("the command's OpenAPI document is the publisher's", async () => {
  await using app = await startApp({ events: shopEvents });
  expect(await (await app.get("/openapi.json")).json()).toEqual(JSON.parse(openApiText(shopPlan)));
});
