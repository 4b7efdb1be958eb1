import type { Channel } from "./channel.ts";
import { type Position, readPosition } from "./position.ts";
import { type StartOptions, startFrom, type StreamStart } from "./stream-start.ts";

/** Compaction keeps what a client has to be told of removed rows for a day. */
const maxAgeMs = 12 * 3_600_000;

/**
 * What a client missed since a frame.
 * @param id of the frame, as {@link writePosition} wrote it
 * @returns undefined where that cannot be had any more, or the id is of another stream
 */
export async function resume(
  channel: Channel,
  id: string,
  { now, patienceMs = 2_000 }: Pick<StartOptions, "now"> & { readonly patienceMs?: number },
): Promise<StreamStart | undefined> {
  const read = readPosition(id);
  if (read === undefined || now() - read.atMs > maxAgeMs) return undefined;
  const { position } = read;
  const topics = [...new Set(channel.rows.flatMap((rows) => rows.topics))];
  await Promise.all(topics.map((topic) => topic.reaches(new Map(), patienceMs)));
  if (!fits(position, channel.position)) return undefined;
  const reached = await Promise.all(
    topics.map((topic) => topic.reaches(position.get(topic.facts.topic)?.next ?? new Map(), patienceMs)),
  );
  if (reached.includes(false)) return undefined;
  try {
    return await startFrom(channel, position, { now });
  } catch {
    // What has to be read is too much, or Kafka does not answer: the rows that are there are sooner had.
    return undefined;
  }
}

/** Whether a position is one of these very topics, with all their partitions. */
function fits(position: Position, present: Position | undefined): boolean {
  if (present === undefined || position.size !== present.size) return false;
  return [...present].every(([topic, { generation, next }]) => {
    const known = position.get(topic);
    return known?.generation === generation && known.next.size === next.size;
  });
}
