import { encodeFramed, KafkajsProducer, parseAvroSchema, type ProducerRecord } from "@millrace/kafka";
import {
  type BenchPageView,
  closingPageView,
  eventsOf,
  type PageViewProfile,
  pageViewsOf,
  postcodesOf,
} from "./page-view-source.ts";

/** What a filling process is told: one partition is its own. */
export interface FillOrder {
  readonly profile: PageViewProfile;
  readonly partition: number;
  readonly bootstrapServers: string;
  readonly topic: string;
  readonly schemaId: number;
  readonly schema: unknown;
}

/** What it answers. */
export interface FillAnswer {
  readonly events: number;
  /** In the order of the partition's postcodes and, within one, of the profile's minutes. */
  readonly counts: readonly number[];
}

/** kafkajs sorts a batch by partition in time that grows with the square of its records. */
const batchRecords = 1_000;
const minuteMs = 60_000;

process.once("message", (order: FillOrder) => {
  fill(order).then(
    (answer) => process.send?.(answer, () => process.disconnect()),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});

/** Publishes one partition's page views; the next batch is made while the last one is under way. */
async function fill(order: FillOrder): Promise<FillAnswer> {
  const { profile, partition } = order;
  const producer = new KafkajsProducer({ bootstrapServers: [order.bootstrapServers] });
  const toRecord = recordMaker(order);
  const counter = makeCounter(profile, partition);
  let batch: ProducerRecord[] = [];
  let sending: Promise<void> = Promise.resolve();
  const flush = async () => {
    const full = batch;
    batch = [];
    await sending;
    sending = send(producer, full);
  };
  for (const pageView of pageViewsOf(profile, partition)) {
    counter.count(pageView);
    batch.push(toRecord(pageView));
    if (batch.length === batchRecords) await flush();
  }
  batch.push(toRecord(closingPageView(profile, partition)));
  await flush();
  await sending;
  await producer.close();
  return { events: eventsOf(profile, partition), counts: counter.counts };
}

async function send(producer: KafkajsProducer, records: readonly ProducerRecord[]): Promise<void> {
  for (const delivery of await producer.send(records)) {
    if (delivery.status === "failed") throw delivery.error;
  }
}

function recordMaker({ topic, schema, schemaId }: FillOrder): (pageView: BenchPageView) => ProducerRecord {
  const type = parseAvroSchema(schema);
  const keys = new Map<string, Buffer>();
  return (pageView) => {
    const { postcode, viewed_at } = pageView;
    let key = keys.get(postcode);
    if (key === undefined) keys.set(postcode, (key = Buffer.from(postcode)));
    return { topic, key, value: encodeFramed(schemaId, type, pageView), timestampMs: viewed_at };
  };
}

function makeCounter(profile: PageViewProfile, partition: number) {
  const places = new Map(postcodesOf(profile, partition).map((postcode, at) => [postcode, at]));
  const counts = Array.from({ length: places.size * profile.minutes }, () => 0);
  return {
    counts,
    count({ postcode, viewed_at }: BenchPageView): void {
      const minute = Math.floor((viewed_at - profile.startMs) / minuteMs);
      const place = (places.get(postcode) as number) * profile.minutes + minute;
      counts[place] = (counts[place] as number) + 1;
    },
  };
}
