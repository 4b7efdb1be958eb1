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
import type { Ingest } from "./ingest.ts";
import { pageViewSchema } from "./page-view.ts";
import { pageViewSamples } from "./samples.ts";

/** What starting needs. */
export interface StartUpOptions {
  readonly producer: ProducerPort;
  readonly registry: RegistryClient;
  readonly admin: KafkaAdmin;
  readonly ingest: Ingest;
  readonly topic: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

const firstDelayMs = 100;
const maxDelayMs = 500;
/** After this long without Kafka the log says so. */
const kafkaPatienceMs = 5_000;

/**
 * Registers the schema and connects the producer; waits for both, as they are started side by side with the publisher.
 * @throws what is not going to pass: refused credentials, a schema that is not compatible
 */
export async function startIngest({
  producer,
  registry,
  admin,
  ingest,
  topic,
  log,
  signal,
}: StartUpOptions): Promise<void> {
  const waiting = { log, signal };
  const [schemaId] = await Promise.all([
    persist(
      "register the schema",
      () => registry.register(`${topic}-value`, pageViewSchema, { signal }),
      waiting,
    ),
    persist(
      "connect the producer",
      async () => {
        await admin.waitUntilReady({ timeoutMs: kafkaPatienceMs, signal });
        await producer.connect();
      },
      waiting,
    ),
  ]);
  ingest.start(schemaId);
}

/**
 * Publishes sample page views as soon as the topic exists. A topic that has had events gets none: published at every start
 * they would be counted at every start. Returns how many Kafka has acknowledged.
 */
export async function publishSamples(
  count: number,
  { admin, ingest, topic, log, signal }: StartUpOptions,
): Promise<number> {
  const offsets = await persist(`find topic ${topic}`, () => admin.topicOffsets(topic), { log, signal });
  if (offsets.some(({ end }) => end > 0)) {
    log.info({ topic }, "the topic has had events: no samples are published");
    return 0;
  }
  const results = await ingest.accept(pageViewSamples(Date.now(), count));
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
