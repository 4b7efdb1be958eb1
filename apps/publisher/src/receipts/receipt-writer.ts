import { ReceiptBlock } from "./receipt-block.ts";
import { type ReceiptIndex, shortId } from "./receipt-index.ts";
import type { BlockLog } from "./block-log.ts";
import type { EventKey, Receipt } from "./receipts.ts";
import type { ClaimedTogether, UnderWay } from "./under-way.ts";

/** What a {@link ReceiptWriter} works with. */
export interface ReceiptWriterOptions {
  readonly log: BlockLog;
  readonly index: ReceiptIndex;
  readonly underWay: UnderWay;
  readonly clock: () => number;
  readonly maxLogBytes: number;
  /** Is told when the log takes no more receipts, and with nothing when it does again. */
  readonly onFault: (fault: unknown) => void;
}

/** What stands in a block that is on its way, receipt by receipt. */
interface Contents {
  /** The how-manieth entry of the ring each one is about. */
  readonly ordinals: number[];
  /** The claim that it ends; undefined where it moves an event that was settled before. */
  readonly claims: (ClaimedTogether | undefined)[];
  readonly receipts: Receipt[];
  readonly places: number[];
}

/** Writes receipts, those of all requests that are settled in one turn of the loop together. */
export class ReceiptWriter {
  readonly #options: ReceiptWriterOptions;
  readonly #block = new ReceiptBlock();
  #contents = noContents();
  /** Blocks of this turn that were full. */
  #onTheirWay: Promise<void>[] = [];
  #turn: Promise<void> | undefined;
  /** Blocks that the log did not take. */
  failures = 0;
  /** Why the newest block was not written; undefined where it was. */
  fault: unknown;

  constructor(options: ReceiptWriterOptions) {
    this.#options = options;
  }

  /** Ends a claim with a receipt. */
  add(claimed: ClaimedTogether, at: number, settled: Receipt): void {
    const receipt = claimed.placed(at, settled);
    this.#write(claimed.keys[at]!, receipt, false);
    this.#keep(claimed.first + at, claimed, receipt);
  }

  /** Takes the place of the receipt of an entry. */
  move(entry: number, key: EventKey, receipt: Receipt): void {
    this.#write(key, receipt, true);
    this.#keep(this.#options.index.ring.ordinal(entry), undefined, receipt);
    void this.written();
  }

  /** Resolves when everything that was given so far is written, or could not be. */
  written(): Promise<void> {
    this.#turn ??= new Promise((resolve) => {
      // Behind all that ends in this turn.
      process.nextTick(() => {
        if (this.#block.count > 0) this.#send();
        const onTheirWay = this.#onTheirWay;
        this.#onTheirWay = [];
        this.#turn = undefined;
        if (onTheirWay.length === 1) resolve(onTheirWay[0]!);
        else resolve(Promise.all(onTheirWay).then(() => undefined));
      });
    });
    return this.#turn;
  }

  #write(key: EventKey, receipt: Receipt, isMoved: boolean): void {
    if (this.#block.isFull) this.#send();
    const eventId = shortId(key.eventId);
    const named = eventId === key.eventId ? key : { topic: key.topic, eventId };
    const place = this.#block.add(named, receipt, { isMoved, nowMs: this.#options.clock() });
    this.#contents.places.push(place);
  }

  #keep(ordinal: number, claimed: ClaimedTogether | undefined, receipt: Receipt): void {
    const { ordinals, claims, receipts } = this.#contents;
    ordinals.push(ordinal);
    claims.push(claimed);
    receipts.push(receipt);
  }

  #send(): void {
    const { log } = this.#options;
    const contents = this.#contents;
    const { bytes } = this.#block;
    this.#contents = noContents();
    this.#makeRoom(bytes.length);
    this.#onTheirWay.push(
      log.append(bytes).then(
        (position) => this.#written(contents, position),
        (error: unknown) => this.#lost(contents, error),
      ),
    );
    this.#block.clear();
  }

  #written(contents: Contents, position: number): void {
    this.#note(undefined);
    this.#settle(contents, position);
  }

  #lost(contents: Contents, error: unknown): void {
    this.failures += 1;
    this.#note(error);
    this.#settle(contents, undefined);
  }

  #note(fault: unknown): void {
    const hasChanged = (fault === undefined) !== (this.fault === undefined);
    this.fault = fault;
    if (hasChanged) this.#options.onFault(fault);
  }

  #makeRoom(bytes: number): void {
    const { index, maxLogBytes } = this.#options;
    while (index.neededBytes + bytes > maxLogBytes && index.dropStep());
  }

  /** @param position undefined where the block is not kept: its events are in Kafka or in the spool, and forgotten here */
  #settle({ ordinals, claims, receipts, places }: Contents, position: number | undefined): void {
    const { index, underWay } = this.#options;
    for (let item = 0; item < ordinals.length; item += 1) {
      const ordinal = ordinals[item]!;
      const claimed = claims[item];
      if (claimed === undefined) {
        if (position !== undefined) index.place(ordinal, position, places[item]!);
        continue;
      }
      const at = ordinal - claimed.first;
      const key = claimed.keys[at]!;
      const receipt = receipts[item]!;
      if (position === undefined) index.forget(claimed, at);
      else index.place(ordinal, position, places[item]!);
      const placed = claimed.placed(at, receipt);
      underWay.settle(claimed, at, placed);
      const entry = index.ring.entryOf(ordinal);
      if (placed !== receipt && position !== undefined && entry !== -1) this.move(entry, key, placed);
    }
  }
}

function noContents(): Contents {
  return { ordinals: [], claims: [], receipts: [], places: [] };
}
