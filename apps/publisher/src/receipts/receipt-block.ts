import type { EventKey, Receipt } from "./receipts.ts";
import { writeVarint } from "./varint.ts";

/** The first byte of a block. */
export const blockVersion = 1;
/** Version and the time at which the block was begun, 6 bytes. */
export const blockHeaderBytes = 7;

/** What a receipt's first byte says. */
export const receiptFlags = {
  isSpooled: 1,
  /** It takes the place of an earlier one of the same event. */
  isMoved: 2,
  /** The id has characters beyond Latin-1: two bytes each. */
  isWide: 4,
  /** The topic's name follows; otherwise where in the block it stands. */
  isNewTopic: 8,
  /** The event stands in another topic than its own, which follows: as a dead letter. */
  isElsewhere: 16,
} as const;

/** So long an id may be: two bytes a character. */
export const maxIdCharacters = 512;
const maxTopicCharacters = 249;
/** What a receipt can take: id, two topics, flags and five numbers. */
const roomBytes = 2 * maxIdCharacters + 2 * maxTopicCharacters + 64;

/**
 * Receipts as they are written to the log, many in one entry: about 50 bytes each. A receipt can be read by its place in the
 * block, without those before it.
 */
export class ReceiptBlock {
  readonly #buffer: Uint8Array;
  readonly #sizeBytes: number;
  readonly #topics = new Map<string, number>();
  #lastTopic: string | undefined;
  #lastTopicAt = 0;
  #end = 0;
  #startedAtMs = 0;
  #count = 0;

  /** @param sizeBytes the block is full when it holds so much. Default: 8 KiB */
  constructor(sizeBytes = 8_192) {
    this.#sizeBytes = sizeBytes;
    this.#buffer = new Uint8Array(sizeBytes + roomBytes);
  }

  /** How many receipts are in it. */
  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#end >= this.#sizeBytes;
  }

  /** What is to be written; good until the next {@link add}. */
  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#end);
  }

  /** Empties the block. */
  clear(): void {
    this.#count = 0;
    this.#end = 0;
  }

  /** Adds a receipt; the block may not be full. @returns its place in the block, in bytes: less than 65,536 */
  add(
    { topic, eventId }: EventKey,
    { place, receivedAtMs }: Receipt,
    { isMoved, nowMs }: AddOptions,
  ): number {
    if (this.#count === 0) this.#begin(nowMs);
    const flagsAt = this.#end;
    let flags = (isMoved ? receiptFlags.isMoved : 0) | (place.in === "spool" ? receiptFlags.isSpooled : 0);
    this.#end += 1;
    if (this.#topic(topic)) flags |= receiptFlags.isNewTopic;
    if (place.topic !== topic) {
      flags |= receiptFlags.isElsewhere;
      this.#name(place.topic);
    }
    this.#number(zigzag(this.#startedAtMs - receivedAtMs));
    if (place.in === "kafka") {
      this.#number(place.partition);
      this.#number(place.offset);
    }
    if (this.#id(eventId)) flags |= receiptFlags.isWide;
    this.#buffer[flagsAt] = flags;
    this.#count += 1;
    return flagsAt;
  }

  #begin(nowMs: number): void {
    this.#topics.clear();
    this.#lastTopic = undefined;
    this.#startedAtMs = nowMs;
    this.#buffer[0] = blockVersion;
    let rest = nowMs;
    for (let at = 1; at < blockHeaderBytes; at += 1) {
      this.#buffer[at] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    this.#end = blockHeaderBytes;
  }

  #number(value: number): void {
    this.#end = writeVarint(this.#buffer, this.#end, value);
  }

  /** @returns whether the name was written */
  #topic(topic: string): boolean {
    if (topic !== this.#lastTopic) {
      this.#lastTopic = topic;
      const writtenAt = this.#topics.get(topic);
      if (writtenAt === undefined) {
        this.#lastTopicAt = this.#end;
        this.#topics.set(topic, this.#end);
        this.#name(topic);
        return true;
      }
      this.#lastTopicAt = writtenAt;
    }
    this.#number(this.#lastTopicAt);
    return false;
  }

  #name(topic: string): void {
    this.#number(topic.length);
    for (let at = 0; at < topic.length; at += 1) this.#buffer[this.#end++] = topic.charCodeAt(at);
  }

  /** @returns whether it is written wide */
  #id(eventId: string): boolean {
    const { length } = eventId;
    const buffer = this.#buffer;
    this.#number(length);
    const begin = this.#end;
    let all = 0;
    for (let at = 0; at < length; at += 1) {
      const character = eventId.charCodeAt(at);
      all |= character;
      buffer[begin + at] = character;
    }
    this.#end = begin + length;
    if (all <= 0xff) return false;
    for (let at = 0; at < length; at += 1) buffer[this.#end++] = eventId.charCodeAt(at) >>> 8;
    return true;
  }
}

interface AddOptions {
  readonly isMoved: boolean;
  /** Milliseconds since the epoch; the first receipt's become the block's. */
  readonly nowMs: number;
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}
