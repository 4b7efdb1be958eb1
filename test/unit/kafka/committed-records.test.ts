import type { FetchedMessage, FetchedPartition } from "kafkajs/src/cluster/index.js";
import { describe, expect, test } from "vitest";
import { committedRecords } from "../../../packages/kafka/src/committed-records.ts";

function message(
  offset: number,
  facts: Partial<FetchedMessage> & { readonly producer?: string } = {},
): FetchedMessage {
  const { producer, ...rest } = facts;
  return {
    offset: String(offset),
    timestamp: "1611662684000",
    key: null,
    value: Buffer.from(`v${offset}`),
    headers: {},
    isControlRecord: false,
    batchContext: {
      firstOffset: String(offset),
      lastOffsetDelta: 0,
      producerId: producer ?? "-1",
      inTransaction: producer !== undefined,
    },
    ...rest,
  };
}

function fetched(
  messages: readonly FetchedMessage[],
  facts: Partial<FetchedPartition> = {},
): FetchedPartition {
  return {
    partition: 1,
    highWatermark: "9",
    lastStableOffset: "9",
    abortedTransactions: [],
    messages,
    ...facts,
  };
}

describe("committedRecords", () => {
  test("gives records with number offsets and the last header", () => {
    const headers = { trace: [Buffer.from("a"), Buffer.from("b")] };
    const { records } = committedRecords("t", fetched([message(3, { headers })]), 3);
    expect(records).toEqual([
      {
        topic: "t",
        partition: 1,
        offset: 3,
        timestampMs: 1_611_662_684_000,
        key: null,
        value: Buffer.from("v3"),
        headers: new Map([["trace", Buffer.from("b")]]),
      },
    ]);
  });

  test("leaves out control records but steps behind them", () => {
    const chunk = committedRecords("t", fetched([message(0), message(1, { isControlRecord: true })]), 0);
    expect(chunk.records.map(({ offset }) => offset)).toEqual([0]);
    expect(chunk.nextOffset).toBe(2);
  });

  test("drops what one aborted producer wrote until its marker", () => {
    const messages = [
      message(0, { producer: "7" }),
      message(1, { producer: "8" }),
      message(2, { producer: "7", key: Buffer.alloc(4) }),
      message(3, { producer: "7", isControlRecord: true }),
      message(4, { producer: "7" }),
    ];
    const abortedTransactions = [{ producerId: "7", firstOffset: "0" }];
    const { records } = committedRecords("t", fetched(messages, { abortedTransactions }), 0);
    expect(records.map(({ offset }) => offset)).toEqual([1, 4]);
  });

  test("skips records before the offset asked for", () => {
    const batchContext = { firstOffset: "4", lastOffsetDelta: 3, producerId: "-1", inTransaction: false };
    const chunk = committedRecords("t", fetched([4, 5, 6].map((at) => message(at, { batchContext }))), 6);
    expect(chunk.records.map(({ offset }) => offset)).toEqual([6]);
    expect(chunk.nextOffset).toBe(8);
  });

  test("steps over an empty batch that compaction left", () => {
    expect(committedRecords("t", fetched([]), 5).nextOffset).toBe(6);
    expect(committedRecords("t", fetched([]), 9).nextOffset).toBe(9);
  });
});
