import { setTimeout as delay } from "node:timers/promises";
import type { KafkaAdmin } from "@millrace/kafka";

/** How results are waited for. */
export interface OutputWatch {
  readonly admin: Pick<KafkaAdmin, "topicOffsets">;
  /** Topics that grow until all is done. */
  readonly topics: readonly string[];
  /** Says what is still wrong with the results: nothing when they are complete. */
  readonly check: () => Promise<readonly string[]>;
  readonly timeoutMs: number;
  /** How long the topics must not have grown before the check is asked. Default 5,000: longer than between two commits. */
  readonly quietMs?: number;
  /** Default 50. */
  readonly pollMs?: number;
  /** Ends the watch early with its error. */
  readonly failure: Promise<never>;
}

/**
 * Waits until the topics have stopped growing and the check finds nothing wrong. Asking for ends costs the broker next to
 * nothing, so the contender keeps the machine to itself; the rows are read when it is done.
 * @returns when the last change was seen, in milliseconds of `performance.now()`: with transactions that is the commit's marker
 * @throws Error with what is wrong when the time is over
 */
export async function untilComplete(watch: OutputWatch): Promise<number> {
  const { admin, topics, check, timeoutMs, failure, quietMs = 5_000, pollMs = 50 } = watch;
  const begin = performance.now();
  let ends = "";
  let changedAt = begin;
  let wrong: readonly string[] = ["no result was committed"];
  while (performance.now() - begin < timeoutMs) {
    const found = await Promise.race([endsOf(admin, topics), failure]);
    const now = performance.now();
    if (found.text !== ends) {
      ends = found.text;
      changedAt = now;
    } else if (found.areFilled && now - changedAt > quietMs) {
      const at = changedAt;
      wrong = await check();
      if (wrong.length === 0) return at;
      changedAt = performance.now();
    }
    await delay(pollMs);
  }
  throw new Error(`the results are wrong or missing after ${timeoutMs / 1000} s:\n  ${wrong.join("\n  ")}`);
}

async function endsOf(admin: OutputWatch["admin"], topics: readonly string[]) {
  const offsets = await Promise.all(topics.map((topic) => admin.topicOffsets(topic)));
  return {
    text: offsets
      .flat()
      .map(({ end }) => end)
      .join(" "),
    areFilled: offsets.every((partitions) => partitions.some(({ end }) => end > 0)),
  };
}
