import { setTimeout as delay } from "node:timers/promises";
import type { KafkaAdmin } from "@millrace/kafka";

/** A reader looks every 200 ms and needs up to three looks more than the timeout to call a partition idle. */
const idleSlackMs = 600;
/** Nobody waits longer than this to learn whether a partition is idle. */
const longestWatchMs = 5_000;

/**
 * Watches a topic for as long as its idle timeout and tells which partitions got no record meanwhile: those are idle. Kafka
 * itself cannot say when a record came: its timestamp is the event's. Without a timeout no partition is ever idle; of a long
 * one nothing is known.
 */
export async function watchQuiet(
  admin: KafkaAdmin,
  topic: string,
  idleTimeoutMs: number | undefined,
): Promise<(partition: number) => boolean | undefined> {
  if (idleTimeoutMs === undefined) return () => false;
  const watchMs = idleTimeoutMs + idleSlackMs;
  if (watchMs > longestWatchMs) return () => undefined;
  const before = await ends(admin, topic);
  await delay(watchMs);
  const after = await ends(admin, topic);
  return (partition) => before.get(partition) === after.get(partition);
}

async function ends(admin: KafkaAdmin, topic: string): Promise<ReadonlyMap<number, number>> {
  return new Map((await admin.topicOffsets(topic)).map(({ partition, end }) => [partition, end]));
}
