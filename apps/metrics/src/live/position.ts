import { z } from "zod";
import type { Offsets } from "./topic-source.ts";

/** How far one topic was read. */
export interface TopicPosition {
  readonly generation: string;
  readonly next: Offsets;
}

/** How far a stream's topics were read, by topic. */
export type Position = ReadonlyMap<string, TopicPosition>;

const shape = z.object({
  at: z.number().int(),
  topics: z.record(z.string(), z.tuple([z.string(), z.array(z.number().int().min(0))])),
});

/** What an id says. */
export interface ReadPosition {
  readonly position: Position;
  /** When it was written: milliseconds since the epoch. */
  readonly atMs: number;
}

/** Writes a position as the opaque id of a frame. */
export function writePosition(position: Position, atMs: number): string {
  const topics = Object.fromEntries(
    [...position].map(([topic, { generation, next }]) => [topic, [generation, listOf(next)]]),
  );
  return Buffer.from(JSON.stringify({ at: atMs, topics })).toString("base64url");
}

/** Reads an id back; undefined of anything that is none. */
export function readPosition(id: string): ReadPosition | undefined {
  const found = shape.safeParse(parseJson(Buffer.from(id, "base64url").toString()));
  if (!found.success) return undefined;
  const topics = Object.entries(found.data.topics).map(
    ([topic, [generation, offsets]]) => [topic, { generation, next: new Map(offsets.entries()) }] as const,
  );
  return { position: new Map(topics), atMs: found.data.at };
}

/** Partitions are numbered from 0 on. */
function listOf(offsets: Offsets): readonly number[] {
  return Array.from(
    { length: Math.max(-1, ...offsets.keys()) + 1 },
    (_, partition) => offsets.get(partition) ?? 0,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether every offset of `at` has reached that of `wanted`. */
export function hasReached(at: Offsets, wanted: Offsets): boolean {
  return [...wanted].every(([partition, offset]) => (at.get(partition) ?? 0) >= offset);
}
