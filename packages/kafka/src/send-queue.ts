import type { Delivery, ProducerRecord } from "./producer-port.ts";

/** A record that waits for its result. */
export interface Pending {
  readonly record: ProducerRecord;
  /** About what the record takes in a batch. */
  readonly sizeBytes: number;
  readonly settle: (delivery: Delivery) => void;
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
  #heldBytes = 0;

  /** Bytes of all records without a result, those under way included. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Adds the records of one call; resolves with one delivery a record when the last has its result. */
  add(records: readonly ProducerRecord[]): Promise<readonly Delivery[]> {
    if (records.length === 0) return Promise.resolve([]);
    return new Promise((resolve) => {
      const deliveries: Delivery[] = [];
      let open = records.length;
      records.forEach((record, at) => {
        const size = sizeOf(record);
        this.#heldBytes += size;
        const settle = (delivery: Delivery) => {
          this.#heldBytes -= size;
          deliveries[at] = delivery;
          open -= 1;
          if (open === 0) resolve(deliveries);
        };
        this.#waiting.push({ record, sizeBytes: size, settle });
      });
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
