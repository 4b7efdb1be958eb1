import { KafkajsProducer, type KafkajsProducerOptions } from "@millrace/kafka";
import { expect, onTestFinished, test } from "vitest";
import { DeliveryLedger } from "../helpers/delivery-ledger.ts";
import { type KafkaNode, startKafkaNode } from "../helpers/kafka-node.ts";

const topic = "numbers";
const total = 100_000;
const disturbedAt = 25_000;
const perCall = 500;
const callsAtOnce = 8;
const dayMs = 86_400_000;

/** Longer than the broker takes to come back. */
const patient: KafkajsProducerOptions = { deliveryTimeoutMs: 120_000 };
/** Shorter than that, and of the calls that wait together only some are in the batch that is given up. */
const impatient: KafkajsProducerOptions = {
  deliveryTimeoutMs: 500,
  maxBatchRecords: 2 * perCall,
};

test("a broker killed and started again loses no record", async () => {
  const { node, ledger } = await begin(patient);
  await publish(node, ledger, { act: () => node.kill() });
  await node.untilRestarted();
  expect(ledger.count("delivered")).toBe(total);
  await ledger.expectToHold(node.connection);
});

test("a batch written before the kill is recognised after it", async () => {
  const { node, ledger } = await begin(patient);
  await publish(node, ledger, { act: () => void node.loseAnswer().then(() => node.kill()) });
  await node.untilRestarted();
  expect(ledger.count("delivered")).toBe(total);
  await ledger.expectToHold(node.connection);
});

test("old records written before the kill are not doubled", async () => {
  const { node, ledger } = await begin(patient, Date.now() - 2 * dayMs);
  await publish(node, ledger, { act: () => void node.loseAnswer().then(() => node.kill()) });
  await node.untilRestarted();
  expect(ledger.count("unknown")).toBeGreaterThan(0);
  await ledger.expectToHold(node.connection);
});

test("records given up while the broker is dead are told apart", async () => {
  const { node, ledger } = await begin(impatient);
  await publish(node, ledger, { act: () => node.kill() });
  await node.untilRestarted();
  expect(ledger.count("unknown")).toBeGreaterThan(0);
  expect(ledger.count("not-sent")).toBeGreaterThan(0);
  await ledger.expectToHold(node.connection);
});

test("a frozen broker writes nothing twice when it goes on", async () => {
  const { node, ledger } = await begin(impatient);
  await publish(node, ledger, { act: () => node.freeze(), afterFailure: () => node.thaw() });
  expect(ledger.count("unknown")).toBeGreaterThan(0);
  await ledger.expectToHold(node.connection);
});

async function begin(options: KafkajsProducerOptions, timestampMs = Date.now()) {
  const node = await startKafkaNode();
  await node.admin.ensureTopics([{ name: topic, partitions: 3 }]);
  const producer = new KafkajsProducer(node.connection, options);
  onTestFinished(() => producer.close());
  return { node, ledger: new DeliveryLedger(producer, topic, timestampMs) };
}

interface Disturbance {
  /** Called when a quarter of the records has been sent. */
  readonly act: () => void;
  /** Called when a call has failed. */
  readonly afterFailure?: () => void;
}

/** Sends all records, several calls at once; after a failed call the next one waits until Kafka answers. */
async function publish(
  node: KafkaNode,
  ledger: DeliveryLedger,
  { act, afterFailure }: Disturbance,
): Promise<void> {
  let sent = 0;
  const callAgain = async () => {
    while (sent < total) {
      if (sent === disturbedAt) act();
      sent += perCall;
      if (await ledger.send(perCall)) continue;
      afterFailure?.();
      await node.admin.waitUntilReady();
    }
  };
  await Promise.all(Array.from({ length: callsAtOnce }, callAgain));
}
