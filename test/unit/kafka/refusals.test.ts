import { describe, expect, test } from "vitest";
import { refusalOf, splitRefused } from "../../../packages/kafka/src/refusals.ts";

const place = (topic: string, partition: number, name: string) => ({ topic, partition, name });
const batch = [
  place("t", 0, "a"),
  place("t", 1, "b"),
  place("u", 0, "c"),
  place("t", 0, "d"),
  place("t", 0, "e"),
];
const names = (parts: readonly (readonly { readonly name: string }[])[]) =>
  parts.map((part) => part.map(({ name }) => name).join(""));

describe("splitRefused", () => {
  test("cuts by topic first", () => {
    expect(names(splitRefused(batch, "record"))).toEqual(["abde", "c"]);
  });

  test("cuts one topic by partition", () => {
    expect(
      names(
        splitRefused(
          batch.filter(({ topic }) => topic === "t"),
          "record",
        ),
      ),
    ).toEqual(["ade", "b"]);
  });

  test("cuts one partition in halves", () => {
    expect(
      names(splitRefused([place("t", 0, "a"), place("t", 0, "b"), place("t", 0, "c")], "record")),
    ).toEqual(["ab", "c"]);
  });

  test("leaves one record or one refused topic whole", () => {
    expect(names(splitRefused([place("t", 0, "a")], "record"))).toEqual(["a"]);
    expect(names(splitRefused([place("t", 0, "a"), place("t", 1, "b")], "topic"))).toEqual(["ab"]);
  });
});

describe("refusalOf", () => {
  test("tells a record's fault from a topic's", () => {
    expect(refusalOf(Object.assign(new Error(), { type: "INVALID_TIMESTAMP" }))?.scope).toBe("record");
    expect(refusalOf(Object.assign(new Error(), { type: "UNKNOWN_TOPIC_OR_PARTITION" }))?.scope).toBe(
      "topic",
    );
  });

  test("is none for a batch of unknown fate", () => {
    expect(refusalOf(new Error("request timed out"))).toBeUndefined();
    expect(refusalOf(Object.assign(new Error(), { type: "OUT_OF_ORDER_SEQUENCE_NUMBER" }))).toBeUndefined();
  });
});
