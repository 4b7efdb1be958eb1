import type { Change } from "./change.ts";
import type { LiveRows } from "./live-rows.ts";
import type { Position, TopicPosition } from "./position.ts";

/** Tells the changes since a position; undefined where some of them have left memory meanwhile. */
export type Collect = () => readonly Change[] | undefined;

/**
 * The changes of one table since a position: what is not in memory any more is read from Kafka.
 * @returns collects them up to the moment at which it is called; undefined where they are not there any more
 * @throws TooManyRecordsError, and what the topic source throws
 */
export async function changesSince(
  rows: LiveRows,
  position: Position,
  signal: AbortSignal,
): Promise<Collect | undefined> {
  const older: Change[] = [];
  let from = position;
  for (;;) {
    const gaps = gapsOf(rows, from);
    if (gaps.length === 0) return collector(rows, older, from);
    const found = await Promise.all(gaps.map((gap) => readGap(rows, gap, signal)));
    if (found.some((changes) => changes === undefined)) return undefined;
    older.push(...found.flatMap((changes) => changes ?? []));
    from = new Map([...from, ...gaps.map(({ topic, after }) => [topic, after] as const)]);
  }
}

function collector(rows: LiveRows, older: readonly Change[], from: Position): Collect {
  return () => (gapsOf(rows, from).length === 0 ? [...older, ...rows.ring.since(from)] : undefined);
}

interface Gap {
  readonly topic: string;
  readonly from: ReadonlyMap<number, number>;
  readonly to: ReadonlyMap<number, number>;
  /** Where the topic is read on from. */
  readonly after: TopicPosition;
}

/** What lies between a position and what is in memory. */
function gapsOf({ ring }: LiveRows, position: Position): readonly Gap[] {
  return [...position].flatMap(([topic, { generation, next }]) => {
    const behind = [...next].filter(([partition, at]) => at < ring.start(topic, partition));
    if (behind.length === 0) return [];
    const to = new Map(behind.map(([partition]) => [partition, ring.start(topic, partition)] as const));
    return [{ topic, from: new Map(behind), to, after: { generation, next: new Map([...next, ...to]) } }];
  });
}

async function readGap(
  { topics, views }: LiveRows,
  { topic, from, to }: Gap,
  signal: AbortSignal,
): Promise<readonly Change[] | undefined> {
  const view = views.get(topic);
  const live = topics.find(({ facts }) => facts.topic === topic);
  if (view === undefined || live === undefined) return undefined;
  return await live.readRange({ from, to }, view, signal);
}
