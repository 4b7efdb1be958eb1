import { createServer, type AddressInfo } from "node:net";
import {
  KafkajsProducer,
  KafkaUnreachableError,
  NotDeliveredError,
  ProducerFullError,
} from "@millrace/kafka";
import { describe, expect, test } from "vitest";

const record = { topic: "t", key: null, value: Buffer.from("v"), timestampMs: 0 };

/** The address of a port on which nothing listens any more. */
async function closedPort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `127.0.0.1:${port}`;
}

describe("KafkajsProducer without a broker", () => {
  test("says that a record was not sent", async () => {
    const producer = new KafkajsProducer(
      { bootstrapServers: [await closedPort()] },
      { connectTimeoutMs: 50 },
    );
    const [delivery] = await producer.send([record]);
    expect(delivery).toMatchObject({ status: "failed", error: { outcome: "not-sent", topic: "t" } });
    expect(producer.isConnected()).toBe(false);
    await producer.close();
  });

  test("fails to connect with the broker's address", async () => {
    const address = await closedPort();
    const producer = new KafkajsProducer({ bootstrapServers: [address] }, { connectTimeoutMs: 50 });
    const promise = producer.connect();
    await expect(promise).rejects.toThrow(KafkaUnreachableError);
    await expect(promise).rejects.toThrow(`connect the producer: Kafka at ${address}`);
  });

  test("refuses more than it may hold", async () => {
    const producer = new KafkajsProducer({ bootstrapServers: [await closedPort()] }, { maxHeldBytes: 10 });
    const deliveries = await producer.send([record, record]);
    expect(deliveries.map((delivery) => delivery.status === "failed" && delivery.error)).toEqual([
      expect.any(ProducerFullError),
      expect.any(ProducerFullError),
    ]);
  });

  test("takes no records once it is closed", async () => {
    const producer = new KafkajsProducer({ bootstrapServers: [await closedPort()] });
    await producer.close();
    const [delivery] = await producer.send([record]);
    expect(delivery).toMatchObject({ status: "failed", error: expect.any(NotDeliveredError) });
  });
});
