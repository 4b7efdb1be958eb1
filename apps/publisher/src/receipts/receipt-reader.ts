import type { Place } from "../delivery/event-store.ts";
import { blockHeaderBytes, blockVersion, receiptFlags } from "./receipt-block.ts";
import type { Receipt } from "./receipts.ts";
import { VarintReader } from "./varint.ts";

/** Reads receipts of a block, one after the other or by their places; what it holds is the present one. */
export class ReceiptReader {
  /** When the block was begun, in milliseconds since the epoch. */
  startedAtMs = 0;
  /** The present receipt's place in the block. */
  place = 0;
  #block: Buffer = Buffer.alloc(0);
  #flags = 0;
  #topicAt = 0;
  #elsewhereAt = 0;
  #receivedAtMs = 0;
  #partition = 0;
  #offset = 0;
  #idAt = 0;
  #idLength = 0;
  /** Many receipts of a block have the same topic. */
  #lastTopic = "";
  #lastTopicAt = -1;
  readonly #numbers = new VarintReader();

  get isMoved(): boolean {
    return (this.#flags & receiptFlags.isMoved) !== 0;
  }

  get topic(): string {
    if (this.#topicAt !== this.#lastTopicAt) {
      this.#lastTopic = this.#name(this.#topicAt);
      this.#lastTopicAt = this.#topicAt;
    }
    return this.#lastTopic;
  }

  get receipt(): Receipt {
    const topic = this.#elsewhereAt === 0 ? this.topic : this.#name(this.#elsewhereAt);
    const place: Place =
      (this.#flags & receiptFlags.isSpooled) === 0
        ? { in: "kafka", topic, partition: this.#partition, offset: this.#offset }
        : { in: "spool", topic };
    return { place, receivedAtMs: this.#receivedAtMs };
  }

  get eventId(): string {
    const end = this.#idAt + this.#idLength;
    if ((this.#flags & receiptFlags.isWide) === 0) return this.#block.toString("latin1", this.#idAt, end);
    return String.fromCharCode(...Array.from({ length: this.#idLength }, (_, at) => this.#character(at)));
  }

  /** Begins a block. @returns false where it is of a form that is not known here */
  begin(block: Uint8Array): boolean {
    if (block[0] !== blockVersion) return false;
    this.#block = Buffer.from(block.buffer, block.byteOffset, block.length);
    this.startedAtMs = this.#block.readUIntLE(1, blockHeaderBytes - 1);
    this.#lastTopicAt = -1;
    this.#numbers.at = blockHeaderBytes;
    return true;
  }

  /** Goes to the next receipt. @returns false behind the last */
  next(): boolean {
    if (this.#numbers.at >= this.#block.length) return false;
    this.seek(this.#numbers.at);
    return true;
  }

  /** Goes to the receipt at a place. */
  seek(place: number): void {
    const numbers = this.#numbers;
    const block = this.#block;
    this.place = place;
    const flags = block[place]!;
    this.#flags = flags;
    numbers.at = place + 1;
    if ((flags & receiptFlags.isNewTopic) === 0) this.#topicAt = numbers.read(block);
    else this.#topicAt = this.#skipName();
    this.#elsewhereAt = (flags & receiptFlags.isElsewhere) === 0 ? 0 : this.#skipName();
    this.#receivedAtMs = this.startedAtMs - unzigzag(numbers.read(block));
    if ((flags & receiptFlags.isSpooled) === 0) {
      this.#partition = numbers.read(block);
      this.#offset = numbers.read(block);
    }
    this.#idLength = numbers.read(block);
    this.#idAt = numbers.at;
    numbers.at += (flags & receiptFlags.isWide) === 0 ? this.#idLength : 2 * this.#idLength;
  }

  /** Whether the receipt is that of an id. */
  isOf(eventId: string): boolean {
    if (eventId.length !== this.#idLength) return false;
    for (let at = 0; at < eventId.length; at += 1)
      if (eventId.charCodeAt(at) !== this.#character(at)) return false;
    return true;
  }

  #character(at: number): number {
    const low = this.#block[this.#idAt + at]!;
    if ((this.#flags & receiptFlags.isWide) === 0) return low;
    return low | (this.#block[this.#idAt + this.#idLength + at]! << 8);
  }

  /** @returns where the name stands */
  #skipName(): number {
    const { at } = this.#numbers;
    const length = this.#numbers.read(this.#block);
    this.#numbers.at += length;
    return at;
  }

  #name(at: number): string {
    const { at: before } = this.#numbers;
    this.#numbers.at = at;
    const length = this.#numbers.read(this.#block);
    const from = this.#numbers.at;
    this.#numbers.at = before;
    return this.#block.toString("latin1", from, from + length);
  }
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
