import { createRequire } from "node:module";
import type { ProducerRecord } from "@millrace/kafka";
import { describe, expect, test } from "vitest";
import { crc32c } from "../../../packages/kafka/src/crc32c.ts";
import { encodeRecordBatch } from "../../../packages/kafka/src/record-batch.ts";
import { varintSize, writeVarint } from "../../../packages/kafka/src/varint.ts";

// kafkajs' own reader, which has read batches of Kafka's brokers for years, reads what is written here.
const load = createRequire(import.meta.url);
const Decoder = load("kafkajs/src/protocol/decoder.js") as new (bytes: Buffer) => object;
const decodeBatch = load("kafkajs/src/protocol/recordBatch/v0/decoder.js") as (
  decoder: object,
) => Promise<Record<string, unknown>>;
const kafkajsCrc = load("kafkajs/src/protocol/recordBatch/crc32C/index.js") as (bytes: {
  readonly buffer: Buffer;
}) => number;

const origin = { producerId: 4_611_686_018_427_387_904n, producerEpoch: 3, firstSequence: 70_000 };
const atMs = Date.parse("2026-01-15T10:00:00Z");

function record(at: number, more: Partial<ProducerRecord> = {}): ProducerRecord {
  return { topic: "t", key: Buffer.from(`k${at}`), value: Buffer.from(`v${at}`), timestampMs: atMs, ...more };
}

function withHeaders(at: number, headers: ProducerRecord["headers"]): ProducerRecord {
  return headers === undefined ? record(at) : record(at, { headers });
}

/** The batch as kafkajs reads it; the offset and the length, which it does not read, are in front of it. */
async function decoded(records: readonly ProducerRecord[]) {
  return await decodeBatch(new Decoder(encodeRecordBatch(records, origin)));
}

describe("encodeRecordBatch", () => {
  test("writes records that kafkajs reads back", async () => {
    const batch = await decoded([record(1), record(2, { key: null }), record(3, { value: null })]);
    expect(batch.records).toMatchObject([
      { key: Buffer.from("k1"), value: Buffer.from("v1"), offset: "0", timestamp: String(atMs) },
      { key: null, value: Buffer.from("v2"), offset: "1" },
      { key: Buffer.from("k3"), value: null, offset: "2" },
    ]);
  });

  test("keeps times that go back and forth", async () => {
    const times = [atMs, atMs - 86_400_000, atMs + 5, 0];
    const batch = await decoded(times.map((timestampMs, at) => record(at, { timestampMs })));
    expect((batch.records as { timestamp: string }[]).map(({ timestamp }) => Number(timestamp))).toEqual(
      times,
    );
    expect(batch).toMatchObject({ firstTimestamp: "0", maxTimestamp: String(atMs + 5) });
  });

  test("keeps headers whose texts are not ASCII", async () => {
    const batch = await decoded([record(1, { headers: { traceparent: "00-ab", ort: "Zürich 東京" } })]);
    expect(batch.records).toMatchObject([
      { headers: { traceparent: Buffer.from("00-ab"), ort: Buffer.from("Zürich 東京") } },
    ]);
  });

  test("keeps the headers of each record where some are shared", async () => {
    const shared = { "correlation-id": "c-1" };
    const own = { "correlation-id": "c-1", "event-id": "é".repeat(400) };
    const batch = await decoded(
      [shared, shared, own, undefined, shared].map((headers, at) => withHeaders(at, headers)),
    );
    const read = (batch.records as { headers: Record<string, Buffer> }[]).map(({ headers }) =>
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.toString()])),
    );
    expect(read).toEqual([shared, shared, own, {}, shared]);
  });

  test("writes a batch larger than any before it", async () => {
    const values = [10, 100_000, 3, 400_000].map((size) => Buffer.alloc(size, size % 251));
    const batch = await decoded(values.map((value, at) => record(at, { value })));
    expect(
      (batch.records as { value: Buffer }[]).map(({ value }) => value.equals(values.shift() as Buffer)),
    ).toEqual([true, true, true, true]);
  });

  test("says which producer it is from and where its sequence begins", async () => {
    expect(await decoded([record(1), record(2)])).toMatchObject({
      producerId: String(origin.producerId),
      producerEpoch: 3,
      lastOffsetDelta: 1,
    });
    expect(encodeRecordBatch([record(1)], origin).readInt32BE(53)).toBe(70_000);
  });

  test("covers everything behind the checksum with it", () => {
    const bytes = encodeRecordBatch([record(1), record(2)], origin);
    expect(bytes.readUInt32BE(17)).toBe(kafkajsCrc(bytes.subarray(21) as never));
    expect(bytes.readInt32BE(8)).toBe(bytes.length - 12);
  });
});

describe("crc32c", () => {
  test("has the check value of the algorithm", () => {
    expect(crc32c(Buffer.from("123456789"), 0, 9).toString(16)).toBe("e3069283");
  });

  test("covers the given part alone, of any length", () => {
    const bytes = Buffer.from("0123456789abcdefghij");
    for (let start = 0; start <= 3; start++)
      for (let length = 0; length <= 17; length++)
        expect(crc32c(bytes, start, start + length)).toBe(
          kafkajsCrc(bytes.subarray(start, start + length) as never),
        );
  });
});

describe("varints", () => {
  test.each([
    [0, "00"],
    [-1, "01"],
    [1, "02"],
    [63, "7e"],
    [64, "8001"],
    [-65, "8101"],
    [300, "d804"],
    [2 ** 31, "8080808010"],
    [-(2 ** 40), "ffffffffff3f"],
  ])("writes %d as %s", (value, hex) => {
    const bytes = Buffer.alloc(10);
    const end = writeVarint(bytes, 0, value);
    expect(bytes.subarray(0, end).toString("hex")).toBe(hex);
    expect(varintSize(value)).toBe(end);
  });
});
