import { createRequire } from "node:module";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { KafkajsProducer } from "@millrace/kafka";
import type Kafkajs from "kafkajs";
import { type ClientOrder, type ClientRecord, loadClient, type Produce } from "./client-load.ts";

process.once("message", (order: ClientOrder) => {
  run(order).then(
    (answer) => process.send?.(answer, () => process.exit(0)),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});

async function run(order: ClientOrder) {
  return await loadClient(await openClient(order), order);
}

function openClient(order: ClientOrder): Promise<Produce> {
  switch (order.client) {
    case "millrace":
      return openMillrace(order);
    case "kafkajs":
      return openKafkajs(order);
    case "platformatic":
    case "platformatic-sharing":
      return openPlatformatic(order);
  }
}

async function openMillrace({ bootstrapServers, topic }: ClientOrder): Promise<Produce> {
  const producer = new KafkajsProducer({ bootstrapServers: [bootstrapServers] });
  await producer.connect();
  return async (records) => {
    const deliveries = await producer.send(records.map((record) => ({ topic, ...record })));
    for (const delivery of deliveries) if (delivery.status === "failed") throw delivery.error;
  };
}

async function openKafkajs({ bootstrapServers, topic, peers }: ClientOrder): Promise<Produce> {
  const kafkajs = createRequire(join(peers, "package.json"))("kafkajs") as typeof Kafkajs;
  const client = new kafkajs.Kafka({ brokers: [bootstrapServers], logLevel: kafkajs.logLevel.ERROR });
  const { DefaultPartitioner: createPartitioner } = kafkajs.Partitioners;
  const producer = client.producer({ allowAutoTopicCreation: false, createPartitioner });
  await producer.connect();
  return async (records) => {
    const messages = records.map(({ timestampMs, ...record }) => ({
      ...record,
      timestamp: String(timestampMs),
    }));
    await producer.send({ topic, acks: -1, messages });
  };
}

/** The part of it that is used; it is not among the clone's packages. */
interface PlatformaticProducer {
  send(options: { readonly acks: number; readonly messages: readonly unknown[] }): Promise<unknown>;
}

async function openPlatformatic({ client, bootstrapServers, topic, peers }: ClientOrder): Promise<Produce> {
  const entry = join(peers, "node_modules", "@platformatic", "kafka", "dist", "index.js");
  const { Producer } = (await import(pathToFileURL(entry).href)) as {
    readonly Producer: new (options: object) => PlatformaticProducer;
  };
  const isSharing = client === "platformatic-sharing";
  // Its sequence numbers are counted when an answer has come, so idempotent sends must follow each other.
  const options = { clientId: "bench", bootstrapBrokers: [bootstrapServers], idempotent: isSharing };
  const producer = new Producer({ ...options, autocreateTopics: false });
  const send = async (records: readonly ClientRecord[]) => {
    await producer.send({ acks: -1, messages: messagesOf(topic, records) });
  };
  return isSharing ? sharing(send) : send;
}

function messagesOf(topic: string, records: readonly ClientRecord[]): readonly unknown[] {
  let last: ClientRecord["headers"] | undefined;
  let shared: ReadonlyMap<Buffer, Buffer> | undefined;
  return records.map(({ key, value, timestampMs, headers }) => {
    if (headers !== last || shared === undefined) {
      shared = new Map(Object.entries(headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)]));
      last = headers;
    }
    return { topic, key, value, timestamp: BigInt(timestampMs), headers: shared };
  });
}

/** Calls that come while one is under way share the next, as our producer's do. */
function sharing(send: Produce): Produce {
  let waiting: ClientRecord[] = [];
  let next: Promise<void> | undefined;
  let before: Promise<void> = Promise.resolve();
  const flush = async (previous: Promise<void>) => {
    await nextTurn();
    await previous;
    const records = waiting;
    waiting = [];
    next = undefined;
    await send(records);
  };
  return (records) => {
    waiting.push(...records);
    if (next === undefined) {
      next = flush(before);
      before = next;
    }
    return next;
  };
}
