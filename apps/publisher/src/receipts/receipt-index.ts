import { createHash } from "node:crypto";
import type { Fingerprint } from "./fingerprint.ts";
import { Horizon } from "./horizon.ts";
import { IdRing } from "./id-ring.ts";
import { maxIdCharacters } from "./receipt-block.ts";
import { ReceiptBlocks } from "./receipt-blocks.ts";
import type { BlockLog } from "./block-log.ts";
import type { ReceiptReader } from "./receipt-reader.ts";
import type { EventKey, Receipt } from "./receipts.ts";
import type { ClaimedTogether, UnderWay } from "./under-way.ts";

/** What a {@link ReceiptIndex} works with. */
export interface ReceiptIndexOptions {
  readonly log: BlockLog;
  readonly underWay: UnderWay;
  readonly fingerprint: Fingerprint;
  readonly maxEvents: number;
  readonly horizonMs: number;
}

/**
 * Finds events by their ids. An entry's number is the position of its receipt's block in the log, or below 0 the claim that
 * brings it. An id is found when it is read there, letter by letter: fingerprints alone decide nothing.
 */
export class ReceiptIndex {
  readonly #log: BlockLog;
  readonly #underWay: UnderWay;
  readonly #fingerprint: Fingerprint;
  readonly #ring: IdRing;
  readonly #horizon: Horizon;
  readonly #horizonMs: number;
  readonly #blocks: ReceiptBlocks;
  /** Whether an event was dropped before its time, and those that came next are not yet that old. */
  #isCut = false;
  #expired = 0;
  #trimmed = 0;
  /** The receipt of the entry that was found last; undefined where it is under way. */
  receipt: Receipt | undefined;

  constructor({ log, underWay, fingerprint, maxEvents, horizonMs }: ReceiptIndexOptions) {
    this.#log = log;
    this.#underWay = underWay;
    this.#fingerprint = fingerprint;
    this.#ring = new IdRing(maxEvents);
    this.#horizon = new Horizon(horizonMs);
    this.#horizonMs = horizonMs;
    this.#blocks = new ReceiptBlocks(log);
  }

  get ring(): IdRing {
    return this.#ring;
  }

  get failures(): number {
    return this.#blocks.failures;
  }

  /** How much of the log the entries need, in bytes. */
  get neededBytes(): number {
    return this.#log.end - (this.#horizon.logStart ?? this.#log.end);
  }

  /** For how long an event is remembered at present: less than is wished where count or bytes push events out. */
  presentMs(nowMs: number): number {
    const ageMs = this.#horizon.ageMs(nowMs);
    if (ageMs >= this.#horizonMs) this.#isCut = false;
    return this.#isCut ? ageMs : this.#horizonMs;
  }

  /**
   * To be said before entries are added or looked up.
   * @param nowMs of a clock that never goes back
   * @param count how many are to be added; so much is cleared away for them, and not all at once
   */
  tick(nowMs: number, logEnd: number, count: number): void {
    const ring = this.#ring;
    this.#expired = this.#horizon.expired(nowMs, ring.added);
    this.#dropUntil(Math.min(this.#expired, ring.dropped + 2 * count + 64));
    this.#horizon.mark(nowMs, ring.added, logEnd);
  }

  /** Drops the oldest entries until the log can be cut. @returns whether there was one */
  dropStep(): boolean {
    const { dropped } = this.#ring;
    this.#isCut = true;
    this.#dropUntil(this.#horizon.firstStep(this.#ring.added));
    return this.#ring.dropped > dropped;
  }

  /** The entry of an event, or -1. What it says is in {@link receipt}. */
  find(key: EventKey): number {
    const fingerprint = this.#fingerprint;
    const ring = this.#ring;
    const id = shortId(key.eventId);
    fingerprint.read(id);
    const { high, low } = fingerprint;
    this.receipt = undefined;
    let slot = ring.next(high, low, ring.home(high));
    while (slot !== -1) {
      const entry = ring.at(slot);
      if (this.#isOf(entry, key, id)) return entry;
      slot = ring.next(high, low, slot + 1);
    }
    return -1;
  }

  /** Adds the event for which {@link find} has just found nothing. @returns its entry */
  add(value: number): number {
    const { high, low } = this.#fingerprint;
    if (this.#ring.isFull) this.#isCut = true;
    return this.#ring.add(high, low, value);
  }

  /** An entry's receipt stands in a block from now on. @param ordinal how many were added before it */
  place(ordinal: number, position: number, place: number): void {
    const entry = this.#ring.entryOf(ordinal);
    if (entry !== -1) this.#ring.set(entry, position, place);
  }

  /** What was claimed is not known any more. */
  forget({ first, id }: ClaimedTogether, at: number): void {
    const entry = this.#ring.entryOf(first + at);
    if (entry !== -1 && this.#ring.value(entry) === -id) this.#ring.forget(entry);
  }

  /** Adds what a block says. @param atMs when it was written, by the clock of {@link tick} */
  recall(
    reader: ReceiptReader,
    { position, atMs }: { readonly position: number; readonly atMs: number },
  ): void {
    this.tick(atMs, position, 0);
    while (reader.next()) {
      const { eventId } = reader;
      let entry = reader.isMoved ? this.find({ topic: reader.topic, eventId }) : -1;
      if (entry === -1) {
        if (!reader.isMoved) this.#fingerprint.read(eventId);
        entry = this.add(position);
      }
      this.#ring.set(entry, position, reader.place);
    }
  }

  /** Every receipt of an id, one a topic. */
  findAll(eventId: string): readonly Receipt[] {
    const fingerprint = this.#fingerprint;
    const ring = this.#ring;
    const id = shortId(eventId);
    fingerprint.read(id);
    const { high, low } = fingerprint;
    const receipts = new Map<string, Receipt>();
    let slot = ring.next(high, low, ring.home(high));
    while (slot !== -1) {
      const found = this.#read(ring.at(slot), id);
      if (found !== undefined) receipts.set(found.topic, found.receipt);
      slot = ring.next(high, low, slot + 1);
    }
    return [...receipts.values()];
  }

  #isOf(entry: number, key: EventKey, id: string): boolean {
    const value = this.#ring.value(entry);
    if (value < 0) {
      const claimed = this.#underWay.get(-value);
      const other = claimed?.keys[this.#ring.ordinal(entry) - claimed.first];
      return other !== undefined && other.eventId === key.eventId && other.topic === key.topic;
    }
    const found = this.#read(entry, id);
    if (found?.topic !== key.topic) return false;
    this.receipt = found.receipt;
    return true;
  }

  /** An entry's receipt, if it is settled, that of the id, and within the horizon. */
  #read(entry: number, id: string): ReceiptReader | undefined {
    const ring = this.#ring;
    const position = ring.value(entry);
    if (position < 0 || ring.ordinal(entry) < this.#expired) return undefined;
    return this.#blocks.find(id, position, ring.place(entry));
  }

  #dropUntil(count: number): void {
    const ring = this.#ring;
    while (ring.dropped < count) ring.dropOldest();
    this.#horizon.release(ring.dropped);
    const needed = this.#horizon.logStart;
    if (needed === undefined || needed === this.#trimmed) return;
    this.#trimmed = needed;
    this.#log.trim(needed);
  }
}

/** An id as it is written: a very long one by its SHA-256. */
export function shortId(eventId: string): string {
  if (eventId.length <= maxIdCharacters) return eventId;
  return `sha256:${createHash("sha256").update(eventId, "utf16le").digest("hex")}`;
}
