import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createLogger, WatchedFile } from "@millrace/common";
import type { KafkaAdmin, RegistryClient } from "@millrace/kafka";
import {
  ContractError,
  EventCatalog,
  Ingest,
  KafkaStore,
  Metrics,
  parseContract,
  readContract,
} from "@millrace/publisher";
import { describe, expect, test, vi } from "vitest";
import { eventContract } from "../../../apps/cli/src/publisher-service.ts";
import { followContract } from "../../../apps/publisher/src/catalog/follow-contract.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { shopEvents } from "../events/shop-domain.ts";
import { contractOf } from "./contract-of.ts";
import { MapReceipts } from "./map-receipts.ts";
import { MemoryProducer } from "./memory-producer.ts";
import { pageViewEvent } from "./page-view-event.ts";

describe("the event contract", () => {
  test("is what the command writes", () => {
    const events = [pageViewEvent(), ...shopEvents];
    expect(parseContract("events.json", eventContract(events))).toEqual(contractOf(events));
  });

  test("that is no JSON is refused with its file", () => {
    expect(() => parseContract("events.json", "{")).toThrow(ContractError);
    expect(() => parseContract("events.json", "{")).toThrow(/^the event contract events.json is no JSON \(/);
  });

  test("is told everything that is wrong with it", () => {
    const text = JSON.stringify({
      version: 2,
      events: [{ ...pageViewEvent(), topic: "", columns: 1 }],
      openapi: {},
    });
    expect(() => parseContract("events.json", text)).toThrow(
      "the event contract events.json is not one: version: found 2, expected one of 1; " +
        'events.0.topic: found "", expected at least 1 characters; ' +
        'events.0.columns: found 1, expected an array; openapi.openapi: found nothing, expected a string; it holds the events of a compiled plan, and "npm start" ' +
        'and "npm run apply" write it',
    );
  });

  test("that does not exist is named", async () => {
    await expect(readContract("/nowhere/events.json")).rejects.toThrow(
      /^the event contract \/nowhere\/events.json cannot be read \(ENOENT/,
    );
  });
});

/** A publisher of page views that follows a contract's file. */
async function follower() {
  const folder = temporaryFolder();
  const file = join(folder, "events.json");
  const write = (text: string) => {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  };
  write(eventContract([pageViewEvent()]));
  const ingest = new Ingest({
    store: new KafkaStore(new MemoryProducer()),
    receipts: new MapReceipts(),
    catalog: new EventCatalog(contractOf([pageViewEvent()])),
    metrics: new Metrics(() => true),
  });
  const logLines: string[] = [];
  const log = createLogger({ program: "publisher", destination: { write: (line) => logLines.push(line) } });
  const stopping = new AbortController();
  const admin = {
    listTopics: () =>
      Promise.resolve(shopEvents.flatMap(({ topic, deadLetterTopic }) => [topic, deadLetterTopic])),
  } as unknown as KafkaAdmin;
  const registry = { register: () => Promise.resolve(1) } as unknown as RegistryClient;
  const contract = new WatchedFile(file, readContract);
  await contract.read();
  const ended = followContract(contract, {
    admin,
    registry,
    ingest,
    log,
    signal: stopping.signal,
    intervalMs: 10,
  });
  return {
    write,
    ingest,
    logLines,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await ended;
    },
  };
}

describe("a contract that is written anew", () => {
  test("is served without a restart", async () => {
    await using running = await follower();
    running.write(eventContract(shopEvents));
    await vi.waitUntil(() => running.ingest.catalog.door("shop", "purchase") !== undefined);
    expect(running.ingest.catalog.door("page-views")).toBeUndefined();
  });

  test("is left alone when it is none, and the log says so", async () => {
    await using running = await follower();
    running.write("{}");
    await vi.waitUntil(() => running.logLines.some((line) => line.includes("is not one: version")));
    expect(running.ingest.catalog.door("page-views")).toBeDefined();
  });
});
