import { expect, test } from "vitest";
import { decodeMetadataAnswer, encodeMetadataRequest } from "../../../packages/kafka/src/metadata-request.ts";

const id = "000102030405060708090a0b0c0d0e0f";

/** An answer of one broker and one topic, as Kafka 4.3 writes it. */
function answer(errorCode: string): Buffer {
  const broker = ["00000001", "0a", "6c6f63616c686f7374", "00002384", "00", "00"].join("");
  const topic = [errorCode, "07", "6f7264657273", id, "00", "01"].join("");
  const parts = [
    "00",
    "00000000",
    "02",
    broker,
    "04",
    "616263",
    "00000001",
    "02",
    topic,
    "80000000",
    "00",
    "00",
  ];
  return Buffer.from(parts.join(""), "hex");
}

test("a request names one topic and makes none", () => {
  expect(encodeMetadataRequest("orders").toString("hex")).toBe(
    `0002${"00".repeat(16)}076f7264657273${"00".repeat(5)}`,
  );
});

test("an answer says the topic's id", () => {
  expect(decodeMetadataAnswer(answer("0000"))).toEqual({ errorCode: 0, id });
});

test("an answer says that there is no such topic", () => {
  expect(decodeMetadataAnswer(answer("0003")).errorCode).toBe(3);
});

test("an answer that ends too early is refused", () => {
  expect(() => decodeMetadataAnswer(answer("0000").subarray(0, 40))).toThrow(RangeError);
});
