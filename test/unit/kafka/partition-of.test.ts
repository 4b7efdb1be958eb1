import { partitionOf } from "@millrace/kafka";
import kafkajs from "kafkajs";
import { expect, test } from "vitest";

const partitioner = kafkajs.Partitioners.DefaultPartitioner();
const metadata = Array.from({ length: 7 }, (_, partitionId) => ({ partitionId, leader: 0 }));

function theirs(key: Buffer): number {
  return partitioner({
    topic: "t",
    partitionMetadata: metadata as Parameters<typeof partitioner>[0]["partitionMetadata"],
    message: { key, value: null },
  });
}

test("keys go where Kafka's default partitioner puts them", () => {
  const keys = ["", "a", "ab", "abc", "SW19", "EC1A 1BB", "žluťoučký/kůň", "\u{1F600}", "x".repeat(300)];
  for (const key of [...keys, ...Array.from({ length: 500 }, (_, i) => `key-${i * 7919}`)]) {
    expect([key, partitionOf(Buffer.from(key), 7)]).toEqual([key, theirs(Buffer.from(key))]);
  }
});
