import type { Change } from "./change.ts";
import type { Channel } from "./channel.ts";
import { backfillFrames } from "./frames.ts";
import type { LivePair, LiveRows } from "./live-rows.ts";
import type { LiveTopic } from "./live-topic.ts";
import type { Position, TopicPosition } from "./position.ts";
import type { Snapshot, SnapshotSource, StoredRow } from "./snapshot-source.ts";
import { startFrom, type StreamStart } from "./stream-start.ts";
import type { Offsets } from "./topic-source.ts";

/** What a backfill works with. */
export interface BackfillOptions {
  readonly snapshots: SnapshotSource;
  readonly now: () => number;
  /** How long live topics are waited for that have not begun or are behind the store, in milliseconds. Default 2,000. */
  readonly patienceMs?: number;
}

/**
 * The rows that are there, and what brings them to where the channel is. What Kafka Connect has surely stored decides where
 * live rows begin, looked up before the snapshot is taken; what the snapshot has beyond it is not sent again.
 * @throws what the store throws; StreamGapError
 */
export async function backfill(
  channel: Channel,
  minutes: number,
  { snapshots, now, patienceMs = 2_000 }: BackfillOptions,
): Promise<StreamStart> {
  const topics = [...new Set(channel.rows.flatMap((rows) => rows.topics))];
  await Promise.all(topics.map((topic) => topic.reaches(new Map(), patienceMs)));
  if (channel.isBroken) throw new StreamGapError("live rows have just begun");
  const stored = await storedPosition(topics, patienceMs);
  const pairs = channel.rows.map(({ pair }) => pair);
  const snapshot = await snapshots.read(pairs, minutes);
  await reachSnapshot(channel, snapshot, patienceMs);
  const newest = new Map(
    channel.rows.map((rows) => [rows, new StoredVersions(rows, snapshot.get(rows.pair)?.rows ?? [])]),
  );
  const isNews = (rows: LiveRows, change: Change) => newest.get(rows)?.isNews(change) ?? true;
  const start = await startFrom(channel, stored, { now, isNews });
  if (start === undefined) throw new StreamGapError("live rows have begun anew while rows were read");
  const rows = pairs.flatMap((pair) =>
    backfillFrames(
      pair.table,
      (snapshot.get(pair)?.rows ?? []).map(({ json }) => json),
      snapshot.get(pair)?.isCut,
    ),
  );
  return { ...start, frames: [...rows, ...start.frames] };
}

/** Stored and live rows cannot be connected now; another try may. */
export class StreamGapError extends Error {}

/** Next offsets below which everything is stored; a topic that has not begun has none. */
async function storedPosition(topics: readonly LiveTopic[], patienceMs: number): Promise<Position> {
  const found = await Promise.all(topics.map((topic) => storedOf(topic, patienceMs)));
  return new Map(found.flatMap((entry) => (entry === undefined ? [] : [entry])));
}

async function storedOf(
  topic: LiveTopic,
  patienceMs: number,
): Promise<readonly [string, TopicPosition] | undefined> {
  if (topic.position === undefined) return undefined;
  const [stored, kept] = await Promise.all([topic.stored(), topic.kept()]);
  await topic.reaches(stored, patienceMs);
  const { position } = topic;
  if (position === undefined) return undefined;
  const next = new Map(
    [...position.next].map(([partition, head]) => {
      const offset = stored.get(partition) ?? 0;
      // Not reached in time, an offset is of an earlier topic of the same name.
      return [partition, Math.max(kept.get(partition) ?? 0, offset > head ? 0 : offset)] as const;
    }),
  );
  return [topic.facts.topic, { generation: position.generation, next }];
}

/** Waits until live rows have reached what the snapshot has, so that none of it comes later. */
async function reachSnapshot(
  { rows }: Channel,
  snapshot: ReadonlyMap<LivePair, Snapshot>,
  patienceMs: number,
): Promise<void> {
  const waits = rows.flatMap(({ pair, topics }) =>
    topics.map(async (topic) => {
      const isFinalTopic = topic.facts.topic !== pair.table.topic;
      const own = (snapshot.get(pair)?.rows ?? []).filter(
        ({ isFinal }) => pair.finalTable === undefined || isFinal === isFinalTopic,
      );
      if (topic.position !== undefined) await topic.reaches(nextOffsets(own), patienceMs);
    }),
  );
  await Promise.all(waits);
}

function nextOffsets(rows: readonly StoredRow[]): Offsets {
  const next = new Map<number, number>();
  for (const { partition, offset } of rows) {
    if (partition === undefined || offset === undefined) continue;
    next.set(partition, Math.max(next.get(partition) ?? 0, offset + 1));
  }
  return next;
}

/** Which version of each row a snapshot has. */
class StoredVersions {
  readonly #isPaired: boolean;
  readonly #rows: ReadonlyMap<string, StoredRow>;

  constructor({ pair }: LiveRows, rows: readonly StoredRow[]) {
    this.#isPaired = pair.finalTable !== undefined;
    this.#rows = new Map(rows.map((row) => [row.identity, row]));
  }

  isNews({ identity, isFinal, partition, offset }: Change): boolean {
    const stored = this.#rows.get(identity);
    if (stored === undefined) return true;
    if (this.#isPaired && stored.isFinal !== isFinal) return isFinal;
    return stored.partition !== partition || stored.offset === undefined || offset > stored.offset;
  }
}
