import type { Positions } from "@millrace/kafka";

/** Next offsets by topic and partition. */
export type TopicOffsets = ReadonlyMap<string, Positions>;

/** How many offsets lie between two places; a partition that `from` does not have counts from 0. */
export function distance(from: TopicOffsets, to: TopicOffsets): number {
  let sum = 0;
  for (const [topic, partitions] of to)
    for (const [partition, end] of partitions)
      sum += Math.max(0, end - (from.get(topic)?.get(partition) ?? 0));
  return sum;
}

/** All offsets together. */
export function total(offsets: TopicOffsets): number {
  return distance(new Map(), offsets);
}
