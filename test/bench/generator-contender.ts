import type { EventPlan, Plan } from "@millrace/domain";
import {
  asFastAsPossible,
  EventSource,
  generatorSources,
  KafkaTarget,
  runGenerator,
  Statistics,
} from "@millrace/generator";
import { KafkajsProducer } from "@millrace/kafka";
import avro from "avsc";
import kafkajs from "kafkajs";

/** What a contender's process is told. */
export interface ContenderOrder {
  readonly contender: "generator" | "kafkajs";
  readonly bootstrapServers: string;
  readonly plan: Pick<Plan, "events" | "generators">;
  readonly events: number;
  readonly seed: number;
  readonly startMs: number;
  readonly peerBatch: number;
}

/** What it answers; times in milliseconds, from the first event to the last acknowledgement. */
export interface ContenderAnswer {
  readonly durationMs: number;
  readonly cpuMs: number;
  readonly acknowledged: number;
}

const schemaId = 1;
/** Nothing comes twice or is left out, so that the end offsets tell how much was sent. */
const none = { lateShare: 0, duplicateShare: 0, outOfOrderShare: 0, malformedShare: 0 };
/** So many a second that all lie within an hour. */
const ratePerSecond = 1_000;

process.once("message", (order: ContenderOrder) => {
  const run = order.contender === "generator" ? runOurs : runPeer;
  run(order).then(
    (answer) => process.send?.(answer, () => process.disconnect()),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});

function sourceOf({ plan, seed, startMs, events }: ContenderOrder): EventSource {
  const sources = generatorSources(plan, { imperfections: none });
  return new EventSource({ sources, seed, startMs, count: events, ratePerSecond });
}

/** Makes, checks, encodes and produces page views as `millrace generate --to kafka` does. */
async function runOurs(order: ContenderOrder): Promise<ContenderAnswer> {
  const producer = new KafkajsProducer({ bootstrapServers: [order.bootstrapServers] });
  await producer.connect();
  const statistics = new Statistics();
  const { events } = order.plan;
  const schemaIds = () => ({ value: schemaId });
  return await timed(async () => {
    const target = new KafkaTarget({ producer, events, schemaIds, statistics });
    const options = { events: sourceOf(order), target, pace: asFastAsPossible, statistics };
    return (await runGenerator(options)).accepted;
  });
}

/** Encodes page views that were made before, with avsc, and sends them with kafkajs; nothing else. */
async function runPeer(order: ContenderOrder): Promise<ContenderAnswer> {
  const [event] = order.plan.events as readonly [EventPlan];
  const type = avro.Type.forSchema(event.schema as avro.Schema);
  const made = [...sourceOf(order)].map(({ event: payload }) => {
    const { timestamp, ...rest } = payload as { timestamp: number; postcode: string };
    return { ...rest, viewed_at: timestamp * 1000 };
  });
  const client = new kafkajs.Kafka({ brokers: [order.bootstrapServers], logLevel: kafkajs.logLevel.ERROR });
  const { DefaultPartitioner: createPartitioner } = kafkajs.Partitioners;
  const producer = client.producer({ idempotent: true, allowAutoTopicCreation: false, createPartitioner });
  await producer.connect();
  const answer = await timed(async () => {
    for (let at = 0; at < made.length; at += order.peerBatch) {
      const messages = made.slice(at, at + order.peerBatch).map((pageView) => ({
        key: pageView.postcode,
        value: framed(type.toBuffer(pageView)),
        timestamp: String(pageView.viewed_at),
      }));
      await producer.send({ topic: event.topic, acks: -1, messages });
    }
    return made.length;
  });
  await producer.disconnect();
  return answer;
}

function framed(bytes: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(5 + bytes.length);
  frame.writeUInt8(0);
  frame.writeUInt32BE(schemaId, 1);
  bytes.copy(frame, 5);
  return frame;
}

async function timed(act: () => Promise<number>): Promise<ContenderAnswer> {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const acknowledged = await act();
  const { user, system } = process.cpuUsage(cpu);
  return { durationMs: performance.now() - startedAt, cpuMs: (user + system) / 1000, acknowledged };
}
