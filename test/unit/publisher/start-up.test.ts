import { join } from "node:path";
import { createLogger, silentLog } from "@millrace/common";
import type { EventPlan } from "@millrace/domain";
import {
  type KafkaAdmin,
  KafkaUnreachableError,
  type RegistryClient,
  RegistryUnreachableError,
} from "@millrace/kafka";
import { EventCatalog, Ingest, KafkaStore, Metrics } from "@millrace/publisher";
import { describe, expect, test } from "vitest";
import { publishSamples, serveCatalog, startIngest } from "../../../apps/publisher/src/start-up/start-up.ts";
import { SchemaIds } from "../../../apps/publisher/src/start-up/schema-ids.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { shopEvents } from "../events/shop-domain.ts";
import { contractOf } from "./contract-of.ts";
import { MapReceipts } from "./map-receipts.ts";
import { MemoryProducer } from "./memory-producer.ts";
import { pageViewEvent } from "./page-view-event.ts";

const topic = "test.streaming.page-view";

interface FakeCluster {
  /** Topics by how often they are asked for before they exist. */
  readonly topics?: Readonly<Record<string, number>>;
  readonly endOffset?: number;
  readonly events?: readonly EventPlan[];
}

function cluster({ topics = { [topic]: 0 }, endOffset = 0, events = [pageViewEvent()] }: FakeCluster = {}) {
  const producer = new MemoryProducer();
  const subjects: string[] = [];
  let asked = 0;
  const admin = {
    waitUntilReady: () => Promise.resolve(),
    topicOffsets: () => Promise.resolve([{ partition: 0, first: 0, end: endOffset }]),
    listTopics: () => {
      asked += 1;
      const existing = Object.keys(topics).filter((name) => (topics[name] ?? 0) < asked);
      return Promise.resolve([
        ...existing,
        ...[...events, ...shopEvents].map(({ deadLetterTopic }) => deadLetterTopic),
      ]);
    },
  } as unknown as KafkaAdmin;
  const registry = {
    register: (subject: string) => Promise.resolve(subjects.push(subject)),
  } as unknown as RegistryClient;
  const metrics = new Metrics(() => true);
  const ingest = new Ingest({
    store: new KafkaStore(producer),
    receipts: new MapReceipts(),
    catalog: new EventCatalog(contractOf(events)),
    metrics,
  });
  const signal = new AbortController().signal;
  const log = createLogger({ program: "publisher", destination: { write: () => {} } });
  return { producer, registry, subjects, admin, ingest, log, signal, asked: () => asked };
}

const away = new KafkaUnreachableError({ operation: "wait", bootstrapServers: ["kafka:1"], waitedMs: 1 });

/** What a run has remembered that got an id for page views. */
async function rememberedIds(id = 1): Promise<SchemaIds> {
  const { schemas } = new EventCatalog(contractOf([pageViewEvent()]));
  const file = join(temporaryFolder(), "schema-ids.json");
  const known = await SchemaIds.open({ file, registryUrl: "http://registry/", log: silentLog });
  await known.remember(schemas, new Map(schemas.map(({ subject }) => [subject, id])));
  return known;
}

describe("the start", () => {
  test("waits for every topic", async () => {
    const fake = cluster({ topics: { [topic]: 2 } });
    await startIngest(fake);
    expect(fake.asked()).toBe(3);
    expect(await publishSamples(1, fake)).toBe(1);
  });

  test("registers every subject once, those of keys as well", async () => {
    const events = shopEvents;
    const topics = Object.fromEntries(events.map((event) => [event.topic, 0]));
    const fake = cluster({ topics, events });
    await startIngest(fake);
    expect(fake.subjects.sort()).toEqual([
      "test.streaming.events-value",
      "test.streaming.refunds-key",
      "test.streaming.refunds-value",
    ]);
  });
});

describe("a start with what the last run has remembered", () => {
  test("takes events while Kafka and the registry are away", async () => {
    const fake = { ...cluster(), schemaIds: await rememberedIds(), store: { start: async () => false } };
    fake.registry.register = () =>
      Promise.reject(new RegistryUnreachableError("http://registry/", new Error("refused")));
    fake.admin.waitUntilReady = () => Promise.reject(away);
    await startIngest(fake);
    expect(await publishSamples(1, { ...fake, admin: cluster().admin })).toBe(1);
  });

  test("is confirmed when they have answered", async () => {
    const fake = { ...cluster(), schemaIds: await rememberedIds(), store: { start: async () => true } };
    const { confirmed } = await startIngest(fake);
    await confirmed;
    expect(fake.subjects).toEqual([`${topic}-value`]);
  });

  test("waits for them when a schema is new", async () => {
    const events = [{ ...pageViewEvent(), schema: { type: "string" as const } }];
    const fake = {
      ...cluster({ events }),
      schemaIds: await rememberedIds(),
      store: { start: async () => true },
    };
    await startIngest(fake);
    expect(fake.subjects).toEqual([`${topic}-value`]);
  });

  test("tells when the registry gives other ids", async () => {
    const lines: string[] = [];
    const log = createLogger({ program: "publisher", destination: { write: (line) => lines.push(line) } });
    const fake = { ...cluster(), log, schemaIds: await rememberedIds(7), store: { start: async () => true } };
    const { confirmed } = await startIngest(fake);
    await confirmed;
    expect(lines.join("")).toMatch(/the registry gives other schema ids than before/);
  });
});

describe("another catalog", () => {
  test("is taken when its topics exist", async () => {
    const fake = cluster({ topics: { [topic]: 0, "test.streaming.events": 2, "test.streaming.refunds": 0 } });
    await startIngest(fake);
    await serveCatalog(new EventCatalog(contractOf(shopEvents)), fake);
    expect(fake.ingest.catalog.events).toEqual(shopEvents);
  });

  test("is left alone when something newer has come", async () => {
    const fake = cluster({ topics: { [topic]: 0 } });
    await startIngest(fake);
    const signal = AbortSignal.abort(new Error("newer"));
    await expect(serveCatalog(new EventCatalog(contractOf(shopEvents)), { ...fake, signal })).rejects.toThrow(
      "newer",
    );
    expect(fake.ingest.catalog.events).toEqual([pageViewEvent()]);
  });
});

describe("samples at start", () => {
  test("are published to an empty topic", async () => {
    const fake = cluster();
    await startIngest(fake);
    expect(await publishSamples(10, fake)).toBe(10);
    expect(fake.producer.records).toHaveLength(10);
  });

  test("are not published again where there were events", async () => {
    const fake = cluster({ endOffset: 10 });
    await startIngest(fake);
    expect(await publishSamples(10, fake)).toBe(0);
    expect(fake.producer.records).toEqual([]);
  });

  test("are not published where no page views are taken", async () => {
    const fake = cluster({ events: shopEvents });
    expect(await publishSamples(10, fake)).toBe(0);
  });
});
