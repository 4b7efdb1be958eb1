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
const options = { root: "/clone", sampleEvents: 0, maxBodyBytes: 1024, events };

describe("the publisher as a service", () => {
  test("is given the events in a file of its own", () => {
    const configDir = temporaryFolder();
    const { command, files } = publisherService(options).describe(engineContext({ configDir }));
    expect(command.env?.["EVENT_CONTRACT"]).toBe(join(configDir, "events.json"));
    expect(files).toEqual([{ path: "events.json", content: eventContract(events()), isLive: true }]);
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
