import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { silentLog } from "@millrace/common";
import {
  applyConnectors,
  BoundConnectors,
  ConnectClient,
  localBindings,
  postgresUrl,
} from "@millrace/engines";
import {
  encodeFramed,
  KafkaAdmin,
  KafkajsProducer,
  parseAvroSchema,
  readTopic,
  RegistryClient,
  type TopicRecord,
} from "@millrace/kafka";
import { onTestFinished, vi } from "vitest";
import { addressIn, type StackAddresses } from "./millrace.ts";
import { PageViewArchive } from "./page-view-archive.ts";

/** The raw archive's connector with a topic and a table of its own. */
export interface TestArchive {
  readonly name: string;
  readonly topic: string;
  /** The table's name in the archive. */
  readonly table: string;
  /** Applies the connector as `up` would, with single values of its configuration changed. */
  start(changes?: Readonly<Record<string, string>>): Promise<void>;
  /** Writes page views to the topic; gives their identifiers. */
  publish(count: number): Promise<string[]>;
  publishBytes(value: Buffer): Promise<void>;
  /** The identifiers in the archive as it is committed, sorted. */
  eventIds(): Promise<string[]>;
  deadLetters(): Promise<TopicRecord[]>;
}

const file = join(import.meta.dirname, "..", "..", "connectors", "page-views-raw-archive.json");
const schema = {
  type: "record",
  name: "page_view",
  namespace: "io.millrace.page_views",
  fields: [
    { name: "event_id", type: "string" },
    { name: "user_id", type: "long" },
    { name: "postcode", type: "string" },
    { name: "webpage", type: "string" },
    { name: "viewed_at", type: { type: "long", logicalType: "timestamp-millis" } },
  ],
};

/** Makes the topics that the connector needs and a producer; the connector itself runs after `start`. */
export async function archiveConnector(
  stack: StackAddresses,
  name: string,
  { commitIntervalMs = 3_000 } = {},
): Promise<TestArchive> {
  const topic = `test.archive.${name}`;
  const connection = { bootstrapServers: [stack.bootstrapServers] };
  const admin = new KafkaAdmin(connection);
  onTestFinished(() => admin.close());
  const own = { control: `test.control.${name}`, deadLetters: `test.dead-letter.${name}` };
  await admin.ensureTopics(
    [topic, own.control, own.deadLetters].map((each) => ({ name: each, partitions: 1 })),
  );
  const registry = new RegistryClient({ url: stack.registryUrl });
  const schemaId = await registry.register(`${topic}-value`, schema);
  const type = parseAvroSchema(schema);
  const producer = new KafkajsProducer(connection, { log: silentLog });
  await producer.connect();
  onTestFinished(() => producer.close());
  const table = name.replaceAll("-", "_");
  const config = { ...rawConfig(topic, own), "iceberg.tables": `page_views.${table}` };
  const connect = new ConnectClient({ url: stack.connectUrl });
  // A worker that a test has killed answers anything until it runs again.
  onTestFinished(() => vi.waitFor(() => connect.deleteConnector(name), { timeout: 60_000, interval: 500 }));
  const send = async (values: readonly Buffer[]) => {
    const records = values.map((value) => ({
      topic,
      key: Buffer.from("SW19"),
      value,
      timestampMs: Date.now(),
    }));
    const failed = (await producer.send(records)).filter((delivery) => delivery.status !== "delivered");
    if (failed.length > 0) throw new Error(`${failed.length} records were not delivered`);
  };
  return {
    name,
    topic,
    table,
    start: async (changes = {}) => {
      const target = {
        url: stack.connectUrl,
        postgresUrl: postgresUrl(() => stack.postgresAddress),
        offsets: admin,
      };
      const bindings = {
        ...localBindings(addressIn(stack)),
        "connect.commit_interval_ms": String(commitIntervalMs),
      };
      const plan = { name, domain: "page-views", file, config: { ...config, ...changes } };
      await applyConnectors(target, new BoundConnectors([plan], { bindings }));
    },
    publish: async (count) => {
      const ids = Array.from({ length: count }, () => randomUUID());
      await send(ids.map((id) => encodeFramed(schemaId, type, pageView(id))));
      return ids;
    },
    publishBytes: (value) => send([value]),
    eventIds: async () => {
      const rows = await new PageViewArchive(stack).rows(table);
      return rows.map((row) => String(row.event_id)).toSorted();
    },
    deadLetters: async () => {
      const letters: TopicRecord[] = [];
      for await (const record of readTopic(connection, own.deadLetters)) letters.push(record);
      return letters;
    },
  };
}

function rawConfig(topic: string, own: { readonly control: string; readonly deadLetters: string }) {
  const text = readFileSync(file, "utf8")
    .replaceAll("${topic:page_views}", topic)
    .replaceAll("${bucket:raw}", "test-page-view-raw-output")
    .replaceAll("${stage}.control.page-views-raw-archive", own.control)
    .replaceAll("${stage}.dead-letter.page-views-raw-archive", own.deadLetters);
  return (JSON.parse(text) as { config: Record<string, string> }).config;
}

function pageView(id: string) {
  return {
    event_id: id,
    user_id: 1,
    postcode: "SW19",
    webpage: "www.website.com/index.html",
    viewed_at: Date.now(),
  };
}
