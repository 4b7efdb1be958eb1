import { type AcknowledgedBatch, KafkajsProducer, type ProducerRecord } from "@millrace/kafka";
import { describe, expect, onTestFinished, test } from "vitest";
import { type BatchAnswer, scriptedBroker } from "../../helpers/scripted-broker.ts";

const dayMs = 86_400_000;
const topicAuthorizationFailed = 29;

async function producerOn(script: readonly BatchAnswer[]) {
  const broker = await scriptedBroker("t", script);
  const producer = new KafkajsProducer({ bootstrapServers: [broker.address] });
  onTestFinished(() => producer.close());
  return { broker, producer };
}

function record(timestampMs: number): ProducerRecord {
  return { topic: "t", key: null, value: Buffer.from("v"), timestampMs };
}

const unknown = { status: "failed", error: { code: "KAFKA_NOT_DELIVERED", outcome: "unknown" } };

describe("a batch whose answer was lost", () => {
  test("is sent again with the same sequence numbers", async () => {
    const { broker, producer } = await producerOn([0, "lost"]);
    await producer.send([record(Date.now())]);
    const deliveries = await producer.send([record(Date.now())]);
    expect(deliveries).toMatchObject([{ status: "delivered", partition: 0, offset: 3 }]);
    expect(broker.sequences).toEqual([0, 1, 1]);
  });

  test("is not sent again when a broker may have forgotten it", async () => {
    const { broker, producer } = await producerOn(["lost"]);
    expect(await producer.send([record(Date.now() - dayMs)])).toMatchObject([unknown]);
    expect(broker.sequences).toEqual([0]);
  });

  test("is sent again when one of its records is new", async () => {
    const { producer } = await producerOn(["lost"]);
    const deliveries = await producer.send([record(Date.now() - dayMs), record(Date.now())]);
    expect(deliveries.map(({ status }) => status)).toEqual(["delivered", "delivered"]);
  });

  test("is of unknown fate when it is refused then", async () => {
    const { broker, producer } = await producerOn(["lost", topicAuthorizationFailed]);
    expect(await producer.send([record(Date.now())])).toMatchObject([unknown]);
    await producer.send([record(Date.now())]);
    expect(broker.sequences, "a new producer counts from the start").toEqual([0, 0, 0]);
  });
});

test("a batch that is acknowledged is told of", async () => {
  const { address } = await scriptedBroker("t", []);
  const records: number[] = [];
  const onBatch = (batch: AcknowledgedBatch) => void records.push(batch.records);
  const producer = new KafkajsProducer({ bootstrapServers: [address] }, { onBatch });
  onTestFinished(() => producer.close());
  await producer.send([record(Date.now()), record(Date.now())]);
  expect(records).toEqual([2]);
});

test("a batch refused at once fails with the reason", async () => {
  const { producer } = await producerOn([topicAuthorizationFailed]);
  expect(await producer.send([record(Date.now())])).toMatchObject([
    { status: "failed", error: { code: "KAFKA_RECORD_REFUSED", reason: "TOPIC_AUTHORIZATION_FAILED" } },
  ]);
});
