import type { Delivery, ProducerRecord } from "./producer-port.ts";

/** What the records of one call have in common; one object a record is all that is made. */
interface Call {
  readonly deliveries: Delivery[];
  open: number;
  readonly resolve: (deliveries: readonly Delivery[]) => void;
  /** Bytes without a result, over all calls. */
  readonly held: { bytes: number };
}

/** A record that waits for its result. */
export class Pending {
  readonly record: ProducerRecord;
  /** About what the record takes in a batch. */
  readonly sizeBytes: number;
  /** Given at the first attempt: a repeated one must go to the same. */
  partition: number | undefined = undefined;
  readonly #call: Call;
  readonly #at: number;

  constructor(record: ProducerRecord, call: Call, at: number) {
    this.record = record;
    this.sizeBytes = sizeOf(record);
    this.#call = call;
    this.#at = at;
    call.held.bytes += this.sizeBytes;
  }

  /** Whether it is the first record of its call. */
  get isFirst(): boolean {
    return this.#at === 0;
  }

  get topic(): string {
    return this.record.topic;
  }

  /** Gives the record its result. */
  settle(delivery: Delivery): void {
    const call = this.#call;
    call.held.bytes -= this.sizeBytes;
    call.deliveries[this.#at] = delivery;
    call.open -= 1;
    if (call.open === 0) call.resolve(call.deliveries);
  }
}

/** How much a {@link SendQueue} hands out at once. */
export interface BatchLimits {
  readonly maxBatchBytes: number;
  readonly maxBatchRecords: number;
}

/** What Kafka adds to a record at most, its headers' lengths left out. */
const overheadBytes = 30;

/** Records in the order in which they came, over all calls of `send`. */
export class SendQueue {
  #waiting: Pending[] = [];
  readonly #held = { bytes: 0 };

  /** Bytes of all records without a result, those under way included. */
  get heldBytes(): number {
    return this.#held.bytes;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Adds the records of one call; resolves with one delivery a record when the last has its result. */
  add(records: readonly ProducerRecord[]): Promise<readonly Delivery[]> {
    if (records.length === 0) return Promise.resolve([]);
    return new Promise((resolve) => {
      const call: Call = {
        deliveries: Array.from<Delivery>({ length: records.length }),
        open: records.length,
        resolve,
        held: this.#held,
      };
      for (let at = 0; at < records.length; at++)
        this.#waiting.push(new Pending(records[at] as ProducerRecord, call, at));
    });
  }

  /** Takes the next batch off: as much as fits, at least one record. */
  take({ maxBatchBytes, maxBatchRecords }: BatchLimits): readonly Pending[] {
    let count = 0;
    let bytes = 0;
    for (const { sizeBytes } of this.#waiting) {
      bytes += sizeBytes;
      if (count > 0 && (bytes > maxBatchBytes || count >= maxBatchRecords)) break;
      count += 1;
    }
    const batch = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    return batch;
  }

  /** Takes everything off. */
  takeAll(): readonly Pending[] {
    const all = this.#waiting;
    this.#waiting = [];
    return all;
  }
}

/** About what records take, in bytes. */
export function sizeOf({ key, value, headers }: ProducerRecord): number {
  let bytes = overheadBytes + (key?.length ?? 0) + (value?.length ?? 0);
  for (const name in headers) bytes += name.length + (headers[name]?.length ?? 0) + 2;
  return bytes;
}
