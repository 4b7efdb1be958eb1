import { type Change, NewestChanges } from "./change.ts";
import { type Channel, tableFrames } from "./channel.ts";
import { changesSince, type Collect } from "./changes-since.ts";
import { rowsFrame } from "./frames.ts";
import type { LiveRows } from "./live-rows.ts";
import { type Position, writePosition } from "./position.ts";

/** Where a client begins: frames of its own, then the channel's from a number on. */
export interface StreamStart {
  readonly frames: readonly Buffer[];
  readonly next: number;
}

/** How a start is made. */
export interface StartOptions {
  readonly now: () => number;
  /** Leaves out what the client knows already. Default: nothing. */
  readonly isNews?: (rows: LiveRows, change: Change) => boolean;
}

/** How long reading back may take. */
const readBackMs = 10_000;
const tries = 3;

/**
 * What brings a client from a position to where the channel is.
 * @returns undefined where it cannot be had any more
 * @throws TooManyRecordsError, and what the topic source throws
 */
export async function startFrom(
  channel: Channel,
  position: Position,
  options: StartOptions,
): Promise<StreamStart | undefined> {
  const signal = AbortSignal.timeout(readBackMs);
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const collects = await Promise.all(
      channel.rows.map((rows) => changesSince(rows, positionOf(rows, position), signal)),
    );
    // From here on nothing is waited for: what comes meanwhile would be lost or sent twice.
    const changes = collectAll(collects);
    if (channel.isBroken || collects.includes(undefined)) return undefined;
    if (changes !== undefined) return startWith(channel, changes, options);
  }
  return undefined;
}

function startWith(
  channel: Channel,
  changes: readonly (readonly Change[])[],
  { now, isNews = () => true }: StartOptions,
): StreamStart {
  channel.flush();
  const atMs = now();
  const frames = channel.rows.flatMap((rows, index) => {
    const news = new NewestChanges(changes[index]?.filter((change) => isNews(rows, change))).take();
    return news.length === 0 ? [] : tableFrames(rows, news, { atMs });
  });
  return { frames: [...frames, ...positionFrame(channel, atMs)], next: channel.log.end };
}

/** A frame without rows that says how far the client is. */
function positionFrame({ rows: [first], position }: Channel, atMs: number): readonly Buffer[] {
  if (first === undefined || position === undefined) return [];
  return [rowsFrame(first.pair.table, [], { atMs, id: writePosition(position, atMs) })];
}

function collectAll(collects: readonly (Collect | undefined)[]): readonly (readonly Change[])[] | undefined {
  const changes = collects.map((collect) => collect?.());
  return changes.some((found) => found === undefined) ? undefined : changes.map((found) => found ?? []);
}

function positionOf({ topics }: LiveRows, position: Position): Position {
  const own = new Set(topics.map(({ facts }) => facts.topic));
  return new Map([...position].filter(([topic]) => own.has(topic)));
}
