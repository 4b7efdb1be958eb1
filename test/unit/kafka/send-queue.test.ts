import type { Delivery, ProducerRecord } from "@millrace/kafka";
import { describe, expect, test } from "vitest";
import { SendQueue } from "../../../packages/kafka/src/send-queue.ts";

function record(name: string, sizeBytes = 0): ProducerRecord {
  return { topic: name, key: null, value: Buffer.alloc(sizeBytes), timestampMs: 0 };
}

function delivered(offset: number): Delivery {
  return { status: "delivered", topic: "t", partition: 0, offset };
}

const names = (batch: readonly { readonly record: ProducerRecord }[]) =>
  batch.map(({ record }) => record.topic);
const unlimited = { maxBatchBytes: Number.MAX_SAFE_INTEGER, maxBatchRecords: Number.MAX_SAFE_INTEGER };

describe("SendQueue", () => {
  test("puts records of several calls into one batch", () => {
    const queue = new SendQueue();
    void queue.add([record("a"), record("b")]);
    void queue.add([record("c")]);
    expect(names(queue.take(unlimited))).toEqual(["a", "b", "c"]);
    expect(queue.isEmpty).toBe(true);
  });

  test("keeps a batch within its records and bytes", () => {
    const queue = new SendQueue();
    void queue.add([record("a", 100), record("b", 100), record("c", 5000), record("d")]);
    expect(names(queue.take({ ...unlimited, maxBatchRecords: 1 }))).toEqual(["a"]);
    expect(names(queue.take({ ...unlimited, maxBatchBytes: 1000 }))).toEqual(["b"]);
    expect(names(queue.take({ ...unlimited, maxBatchBytes: 1000 }))).toEqual(["c"]);
  });

  test("answers a call when its last record is settled", async () => {
    const queue = new SendQueue();
    const call = queue.add([record("a"), record("b")]);
    const [a, b] = queue.take(unlimited);
    b?.settle(delivered(2));
    a?.settle(delivered(1));
    expect(await call).toEqual([delivered(1), delivered(2)]);
  });

  test("counts bytes until their records are settled", () => {
    const queue = new SendQueue();
    void queue.add([record("a", 70)]);
    const [a] = queue.take(unlimited);
    expect(queue.heldBytes).toBe(100);
    a?.settle(delivered(1));
    expect(queue.heldBytes).toBe(0);
  });
});
