import { KafkaRefusedError, KafkaUnreachableError, TopicNotFoundError } from "@millrace/kafka";
import kafkajs from "kafkajs";
import { describe, expect, test } from "vitest";
import { toKafkaError } from "../../../packages/kafka/src/kafkajs-errors.ts";

const context = { operation: "list topics", connection: { bootstrapServers: ["a:1", "b:2"] }, waitedMs: 5 };

function refused(type: string): Error {
  const error = new kafkajs.KafkaJSNonRetriableError("The broker said no");
  return Object.assign(error, { type });
}

describe("toKafkaError", () => {
  test("a lost connection means unreachable, with its cause", () => {
    const error = toKafkaError(new kafkajs.KafkaJSConnectionError("connect ECONNREFUSED"), context);
    expect(error).toBeInstanceOf(KafkaUnreachableError);
    expect(error.message).toBe(
      "list topics: Kafka at a:1,b:2 could not be reached (connect ECONNREFUSED); " +
        "check that the broker runs and that this address reaches it",
    );
  });

  test("no answer in time means unreachable, with the time", () => {
    expect(toKafkaError(undefined, context).message).toContain("did not answer within 5 ms");
  });

  test("a protocol error below other errors is a refusal", () => {
    const error = toKafkaError(new Error("outer", { cause: refused("INVALID_CONFIG") }), context);
    expect(error).toBeInstanceOf(KafkaRefusedError);
    expect(error.message).toBe("list topics: the broker refused with INVALID_CONFIG (The broker said no)");
  });

  test("the first of several errors is the reason", () => {
    const several = Object.assign(new Error("Topic creation errors"), {
      errors: [refused("INVALID_PARTITIONS")],
    });
    expect(toKafkaError(several, context)).toMatchObject({ reason: "INVALID_PARTITIONS" });
  });

  test("an unknown topic is named when one was asked for", () => {
    const error = toKafkaError(refused("UNKNOWN_TOPIC_OR_PARTITION"), { ...context, topic: "views" });
    expect(error).toBeInstanceOf(TopicNotFoundError);
    expect(error.message).toContain("topic views does not exist; create it first");
  });

  test("a passing protocol error is no refusal", () => {
    expect(toKafkaError(refused("LEADER_NOT_AVAILABLE"), context)).toBeInstanceOf(KafkaUnreachableError);
  });
});
