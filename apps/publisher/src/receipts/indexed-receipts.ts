import type { Place } from "../delivery/event-store.ts";
import { type Fingerprint, KeyedFingerprint } from "./fingerprint.ts";
import { ReceiptIndex } from "./receipt-index.ts";
import type { BlockLog } from "./block-log.ts";
import { ReceiptReader } from "./receipt-reader.ts";
import { ReceiptWriter } from "./receipt-writer.ts";
import type { Claim, EventKey, Receipt, Receipts } from "./receipts.ts";
import { type ClaimedTogether, UnderWay } from "./under-way.ts";

/** How {@link IndexedReceipts} remember. */
export interface IndexedReceiptsOptions {
  readonly log: BlockLog;
  /** How long an event is remembered, in milliseconds; at most 1/256 of it longer. */
  readonly horizonMs: number;
  /** How many events are remembered; the oldest one goes when one more comes. */
  readonly maxEvents: number;
  /** So long the log may get; the oldest events go when it is longer. Default 1 GiB. */
  readonly maxLogBytes?: number;
  readonly fingerprint?: Fingerprint;
  /** Is told when receipts cannot be written, and with nothing when they can again. Default: nobody is told. */
  readonly onFault?: (fault: unknown) => void;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: () => number;
  /** Milliseconds that never go back. Default `performance.now`. */
  readonly monotonic?: () => number;
}

/** What is told of the receipts. */
export interface ReceiptFacts {
  /** How many events are remembered. */
  readonly events: number;
  readonly eventsUnderWay: number;
  /** For how long an event is remembered at present: less than what is set when more events come than are remembered. */
  readonly horizonSeconds: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  /** Events that were looked up, and those of them that were known. */
  readonly lookups: number;
  readonly hits: number;
  /** Blocks that were not written, or could not be read: the events in them may be taken twice. */
  readonly failures: number;
  /** Why receipts cannot be written, as long as that is so. */
  readonly fault?: string;
}

/**
 * Receipts within a horizon of time, count and bytes: found by fingerprints in memory, read from a log on the disk. An event
 * costs about 29 bytes of memory and 50 of the disk.
 */
export class IndexedReceipts implements Receipts {
  readonly #log: BlockLog;
  readonly #horizonMs: number;
  readonly #clock: () => number;
  readonly #monotonic: () => number;
  readonly #underWay = new UnderWay();
  readonly #index: ReceiptIndex;
  readonly #writer: ReceiptWriter;
  #lookups = 0;
  #hits = 0;

  private constructor(options: IndexedReceiptsOptions) {
    const { log, horizonMs, clock = Date.now, maxLogBytes = 1024 ** 3 } = options;
    this.#log = log;
    this.#horizonMs = horizonMs;
    this.#clock = clock;
    this.#monotonic = options.monotonic ?? (() => performance.now());
    const { fingerprint = new KeyedFingerprint(), maxEvents } = options;
    this.#index = new ReceiptIndex({ log, underWay: this.#underWay, fingerprint, maxEvents, horizonMs });
    this.#writer = new ReceiptWriter({
      log,
      index: this.#index,
      underWay: this.#underWay,
      clock,
      maxLogBytes,
      onFault: options.onFault ?? (() => undefined),
    });
  }

  /** Begins with what a log remembers. */
  static async open(options: IndexedReceiptsOptions): Promise<IndexedReceipts> {
    const receipts = new IndexedReceipts(options);
    await receipts.#recall();
    return receipts;
  }

  claim(keys: readonly EventKey[]): readonly Claim[] {
    const index = this.#index;
    index.tick(this.#monotonic(), this.#log.end, keys.length);
    const claimed = this.#underWay.begin(index.ring.added);
    const claims = keys.map((key): Claim => {
      const entry = index.find(key);
      if (entry !== -1) return this.#claimKnown(entry);
      index.add(-claimed.id);
      claimed.keys.push(key);
      return "new";
    });
    this.#underWay.end(claimed);
    this.#lookups += keys.length;
    this.#hits += keys.length - claimed.keys.length;
    return claims;
  }

  peek(keys: readonly EventKey[]): readonly (Receipt | undefined)[] {
    const index = this.#index;
    index.tick(this.#monotonic(), this.#log.end, 0);
    return keys.map((key) => (index.find(key) === -1 ? undefined : index.receipt));
  }

  async settle(keys: readonly EventKey[], receipts: readonly (Receipt | undefined)[]): Promise<void> {
    let claimed: ClaimedTogether | undefined;
    let at = -1;
    for (let item = 0; item < keys.length; item += 1) {
      const key = keys[item]!;
      at += 1;
      // Keys are mostly settled as they were claimed: one after the other.
      if (claimed?.keys[at] !== key) {
        const found = this.#findClaimed(key);
        if (found === undefined) continue;
        ({ claimed, at } = found);
      }
      const receipt = receipts[item];
      if (receipt === undefined) this.#giveBack(claimed, at);
      else this.#writer.add(claimed, at, receipt);
    }
    await this.#writer.written();
  }

  moved(key: EventKey, place: Place): void {
    const entry = this.#index.find(key);
    const { receipt } = this.#index;
    if (receipt !== undefined) this.#writer.move(entry, key, { ...receipt, place });
    else if (entry !== -1) this.#moveClaimed(entry, place);
    // It was forgotten, or never written: what is known now is known again.
    else if (this.claim([key])[0] === "new")
      void this.settle([key], [{ place, receivedAtMs: this.#clock() }]);
  }

  async find(eventId: string): Promise<readonly Receipt[]> {
    this.#index.tick(this.#monotonic(), this.#log.end, 0);
    return this.#index.findAll(eventId);
  }

  facts(): ReceiptFacts {
    const { ring } = this.#index;
    const { fault } = this.#writer;
    const nowMs = this.#monotonic();
    this.#index.tick(nowMs, this.#log.end, 0);
    return {
      ...(fault === undefined ? {} : { fault: fault instanceof Error ? fault.message : String(fault) }),
      events: ring.live - this.#underWay.events,
      eventsUnderWay: this.#underWay.events,
      horizonSeconds: this.#index.presentMs(nowMs) / 1000,
      memoryBytes: ring.sizeBytes,
      diskBytes: this.#log.sizeBytes,
      lookups: this.#lookups,
      hits: this.#hits,
      failures: this.#writer.failures + this.#index.failures,
    };
  }

  /** Writes what is not written, and gives the log free. */
  async close(): Promise<void> {
    await this.#writer.written();
    await this.#log.close();
  }

  #claimKnown(entry: number): Claim {
    const { receipt, ring } = this.#index;
    if (receipt !== undefined) return receipt;
    const claimed = this.#underWay.get(-ring.value(entry))!;
    return claimed.outcome(ring.ordinal(entry) - claimed.first);
  }

  #findClaimed(key: EventKey): { readonly claimed: ClaimedTogether; readonly at: number } | undefined {
    const { ring } = this.#index;
    const entry = this.#index.find(key);
    const claimed = entry === -1 ? undefined : this.#underWay.get(-ring.value(entry));
    if (claimed === undefined) return this.#underWay.search(key);
    return { claimed, at: ring.ordinal(entry) - claimed.first };
  }

  #giveBack(claimed: ClaimedTogether, at: number): void {
    this.#index.forget(claimed, at);
    this.#underWay.settle(claimed, at, undefined);
  }

  #moveClaimed(entry: number, place: Place): void {
    const { ring } = this.#index;
    const claimed = this.#underWay.get(-ring.value(entry));
    claimed?.move(ring.ordinal(entry) - claimed.first, place);
  }

  /** Reads the log. The age of what was written before the clock was set back is not known: it counts as new. */
  async #recall(): Promise<void> {
    const reader = new ReceiptReader();
    const [nowMs, now] = [this.#clock(), this.#monotonic()];
    for await (const { position, block } of this.#log.blocks()) {
      if (!reader.begin(block)) continue;
      const ageMs = Math.max(0, nowMs - reader.startedAtMs);
      if (ageMs <= this.#horizonMs) this.#index.recall(reader, { position, atMs: now - ageMs });
    }
  }
}
