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
import type { Ingest, SubjectIds } from "./ingest.ts";
import type { EventCatalog } from "./event-catalog.ts";
import { pageViewDoor } from "./page-views.ts";
import { pageViewSamples } from "./samples.ts";

/** What serving a catalog needs. */
export interface ServeOptions {
  readonly registry: RegistryClient;
  readonly admin: KafkaAdmin;
  readonly ingest: Ingest;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** What starting needs. */
export interface StartUpOptions extends ServeOptions {
  readonly producer: ProducerPort;
}

const firstDelayMs = 100;
const maxDelayMs = 500;
/** After this long without Kafka the log says so. */
const kafkaPatienceMs = 5_000;

/**
 * Connects the producer and serves the catalog that ingest was made with; waits for Kafka and the registry, as they are
 * started side by side with the publisher.
 * @throws what is not going to pass: refused credentials, a schema that is not compatible
 */
export async function startIngest(options: StartUpOptions): Promise<void> {
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
  const { admin, ingest } = options;
  const topics = async () => {
    await connected;
    await persist("find every topic", () => assertTopics(admin, catalog.topics), options);
  };
  const [ids] = await Promise.all([registerAll(catalog, options), topics()]);
  options.signal.throwIfAborted();
  ingest.serve(catalog, ids);
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
  const results = await ingest.accept(pageViewSamples(Date.now(), count), door);
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
