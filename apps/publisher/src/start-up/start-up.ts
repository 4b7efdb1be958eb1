import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "@millrace/common";
import {
  type KafkaAdmin,
  KafkaUnreachableError,
  type ProducerPort,
  RegistryAnswerError,
  type RegistryClient,
  RegistryUnreachableError,
  TopicNotFoundError,
} from "@millrace/kafka";
import type { Ingest } from "../intake/ingest.ts";
import type { SubjectIds } from "../intake/recorder.ts";
import type { EventCatalog } from "../catalog/event-catalog.ts";
import type { SpoolingStore } from "../delivery/spooling-store.ts";
import type { SchemaIds } from "./schema-ids.ts";
import { pageViewDoor } from "../catalog/page-views.ts";
import { portionOf } from "../intake/portion.ts";
import { pageViewSamples } from "./samples.ts";

/** What serving a catalog needs. */
export interface ServeOptions {
  readonly registry: RegistryClient;
  readonly admin: KafkaAdmin;
  readonly ingest: Ingest;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** What is remembered of the registry, so that events can be taken while it is away; default: nothing. */
  readonly schemaIds?: SchemaIds;
}

/** What starting needs. */
export interface StartUpOptions extends ServeOptions {
  readonly producer: Pick<ProducerPort, "connect">;
  /** Keeps events while Kafka is away; without it a start waits for Kafka. */
  readonly store?: Pick<SpoolingStore, "start">;
}

/** A publisher that takes events. */
export interface Started {
  /**
   * Resolves when Kafka and the registry have answered; rejects with what is not going to pass: refused credentials, a
   * schema that is not compatible.
   */
  readonly confirmed: Promise<void>;
}

const firstDelayMs = 100;
const maxDelayMs = 500;
/** So long a start waits for Kafka when it need not. */
const firstTryMs = 1_000;
/** After this long without Kafka the log says so. */
const kafkaPatienceMs = 5_000;

/**
 * Serves the catalog that ingest was made with, from when on its events can be kept and encoded. With a store that keeps
 * them, and ids that an earlier run has remembered, that is at once; otherwise Kafka and the registry are waited for, as
 * they are started side by side with the publisher.
 * @throws what is not going to pass: refused credentials, a schema that is not compatible
 */
export async function startIngest(options: StartUpOptions): Promise<Started> {
  const { ingest, schemaIds, store, log } = options;
  const { catalog } = ingest;
  const remembered = schemaIds?.find(catalog.schemas);
  const confirmed = confirm(options);
  if (store === undefined || remembered === undefined) {
    await confirmed;
    await store?.start();
    return { confirmed };
  }
  // Whoever waits for it is told; nobody has to.
  confirmed.catch(() => undefined);
  // Where Kafka answers as usual, the first events need not go to the spool.
  await Promise.race([store.start(), delay(firstTryMs, undefined, { ref: false })]);
  ingest.serve(catalog, remembered);
  log.info({ types: catalog.events.length }, "events are taken with the schema ids of the last run");
  return { confirmed };
}

async function confirm(options: StartUpOptions): Promise<void> {
  const { producer, admin, ingest, signal } = options;
  const connect = async () => {
    await admin.waitUntilReady({ timeoutMs: kafkaPatienceMs, signal });
    await producer.connect();
  };
  const connected = persist("connect the producer", connect, options);
  await Promise.all([connected, serveCatalog(ingest.catalog, options, connected)]);
}

/**
 * Takes what a catalog says from when on every schema is registered and every topic exists.
 * @param connected when Kafka can be asked; default: at once
 * @throws what is not going to pass: a schema that is not compatible
 */
export async function serveCatalog(
  catalog: EventCatalog,
  options: ServeOptions,
  connected: Promise<unknown> = Promise.resolve(),
): Promise<void> {
  const { admin, ingest, schemaIds, log } = options;
  const topics = async () => {
    await connected;
    await persist("find every topic", () => assertTopics(admin, catalog.topics), options);
  };
  const [ids] = await Promise.all([registerAll(catalog, options), topics()]);
  options.signal.throwIfAborted();
  const remembered = schemaIds?.find(catalog.schemas);
  if (remembered !== undefined && [...ids].some(([subject, id]) => remembered.get(subject) !== id))
    log.error("the registry gives other schema ids than before: what was spooled with those may not be read");
  ingest.serve(catalog, ids);
  await schemaIds?.remember(catalog.schemas, ids);
}

async function registerAll(catalog: EventCatalog, options: ServeOptions): Promise<SubjectIds> {
  const { registry, signal } = options;
  const entries = catalog.schemas.map(async ({ subject, schema }) => {
    const register = () => registry.register(subject, schema, { signal });
    return [subject, await persist(`register the schema of ${subject}`, register, options)] as const;
  });
  return new Map(await Promise.all(entries));
}

async function assertTopics(admin: KafkaAdmin, topics: readonly string[]): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const missing = topics.find((topic) => !existing.has(topic));
  if (missing !== undefined) throw new TopicNotFoundError(missing);
}

/**
 * Publishes sample page views where page views are taken. A topic that has had events gets none: published at every start
 * they would be counted at every start. Returns how many Kafka has acknowledged.
 */
export async function publishSamples(
  count: number,
  { admin, ingest, log, signal }: ServeOptions,
): Promise<number> {
  const door = pageViewDoor(ingest.catalog);
  const topic = door?.codec.plan.topic;
  if (door === undefined || topic === undefined) {
    log.info("no page views are taken: no samples are published");
    return 0;
  }
  const offsets = await persist(`find topic ${topic}`, () => admin.topicOffsets(topic), { log, signal });
  if (offsets.some(({ end }) => end > 0)) {
    log.info({ topic }, "the topic has had events: no samples are published");
    return 0;
  }
  const results = await ingest.accept(portionOf(pageViewSamples(Date.now(), count)), door, {
    request: { receivedAtMs: Date.now(), correlationId: "samples" },
  });
  const accepted = results.filter((result) => result?.status === "accepted").length;
  log.info({ accepted, count, topic }, "sample page views published");
  return accepted;
}

/** Tries again, with growing pauses of up to 0.5 s, for as long as the other side may still be starting. */
async function persist<T>(
  what: string,
  act: () => Promise<T>,
  { log, signal }: { readonly log: Logger; readonly signal: AbortSignal },
): Promise<T> {
  for (let pauseMs = firstDelayMs; ; pauseMs = Math.min(pauseMs * 2, maxDelayMs)) {
    try {
      return await act();
    } catch (error) {
      signal.throwIfAborted();
      if (!isPassing(error)) throw error;
      const facts = { reason: error instanceof Error ? error.message : String(error) };
      if (pauseMs === firstDelayMs) log.info(facts, `waiting to ${what}`);
      else log.debug(facts, `waiting to ${what}`);
    }
    await delay(pauseMs, undefined, { signal });
  }
}

function isPassing(error: unknown): boolean {
  return (
    error instanceof KafkaUnreachableError ||
    error instanceof TopicNotFoundError ||
    error instanceof RegistryUnreachableError ||
    error instanceof RegistryAnswerError
  );
}
