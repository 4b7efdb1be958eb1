import { groupBy } from "./group-by.ts";
import { protocolErrorOf } from "./kafkajs-errors.ts";

/** Refusals that one record causes: without it the rest of its batch is welcome. */
const ofRecord = new Set([
  "MESSAGE_TOO_LARGE",
  "RECORD_LIST_TOO_LARGE",
  "INVALID_TIMESTAMP",
  "INVALID_RECORD",
  "CORRUPT_MESSAGE",
]);

/** Refusals that hit every record of a topic. */
const ofTopic = new Set([
  "UNKNOWN_TOPIC_OR_PARTITION",
  "TOPIC_AUTHORIZATION_FAILED",
  "INVALID_TOPIC_EXCEPTION",
  "POLICY_VIOLATION",
]);

/** A broker's refusal of a batch: nothing of the part that it names was written. */
export interface Refusal {
  readonly reason: string;
  readonly scope: "record" | "topic";
}

/** The refusal in an error of kafkajs, or undefined when the batch's fate is another. */
export function refusalOf(error: unknown): Refusal | undefined {
  const reason = protocolErrorOf(error);
  if (reason === undefined) return undefined;
  if (ofRecord.has(reason)) return { reason, scope: "record" };
  return ofTopic.has(reason) ? { reason, scope: "topic" } : undefined;
}

/** A record's place, as far as it is known. */
export interface Placed {
  readonly topic: string;
  readonly partition: number | undefined;
}

/**
 * Cuts a refused batch so that the parts can be sent one after another: by topic, then by partition, then in halves. The
 * order holds, as parts of one partition never overtake each other. A partition that had been written already is then sent
 * as the very batch it was, with the same sequence numbers, so that the broker recognises it and answers its offsets.
 * Returns one part when it cannot be cut.
 */
export function splitRefused<T extends Placed>(
  batch: readonly T[],
  scope: Refusal["scope"],
): readonly (readonly T[])[] {
  const byTopic = [...groupBy(batch, ({ topic }) => topic).values()];
  if (byTopic.length > 1 || scope === "topic") return byTopic;
  const byPartition = [...groupBy(batch, ({ partition }) => partition).values()];
  if (byPartition.length > 1 || batch.length === 1) return byPartition;
  const middle = Math.ceil(batch.length / 2);
  return [batch.slice(0, middle), batch.slice(middle)];
}
