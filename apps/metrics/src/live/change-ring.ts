import type { Change } from "./change.ts";
import type { Position } from "./position.ts";

/** How much is kept of one table. */
export interface RingLimits {
  /** Default 20,000. */
  readonly maxRows?: number;
  /** Characters of JSON. Default 4 Mi. */
  readonly maxChars?: number;
}

/** The newest changes of one table, from known offsets on. */
export class ChangeRing {
  readonly #maxRows: number;
  readonly #maxChars: number;
  #changes: Change[] = [];
  #head = 0;
  #chars = 0;
  /** By topic and partition: from which offset on nothing is missing. */
  readonly #starts = new Map<string, Map<number, number>>();

  constructor({ maxRows = 20_000, maxChars = 4 * 1_048_576 }: RingLimits = {}) {
    this.#maxRows = maxRows;
    this.#maxChars = maxChars;
  }

  /** Nothing is kept of a topic below these offsets. */
  begin(topic: string, offsets: ReadonlyMap<number, number>): void {
    this.#starts.set(topic, new Map(offsets));
  }

  /** From which offset on nothing of a partition is missing. */
  start(topic: string, partition: number): number {
    return this.#starts.get(topic)?.get(partition) ?? 0;
  }

  push(change: Change): void {
    this.#changes.push(change);
    this.#chars += change.json.length;
    while (this.#changes.length - this.#head > this.#maxRows || this.#chars > this.#maxChars) this.#evict();
    if (this.#head > 1_024 && this.#head > this.#changes.length / 2) {
      this.#changes = this.#changes.slice(this.#head);
      this.#head = 0;
    }
  }

  clear(): void {
    this.#changes = [];
    this.#head = 0;
    this.#chars = 0;
    this.#starts.clear();
  }

  /** The changes at and behind a position, in the order in which they came. */
  since(position: Position): readonly Change[] {
    return this.#changes
      .slice(this.#head)
      .filter(({ topic, partition, offset }) => offset >= (position.get(topic)?.next.get(partition) ?? 0));
  }

  #evict(): void {
    const oldest = this.#changes[this.#head];
    if (oldest === undefined) return;
    this.#head += 1;
    this.#chars -= oldest.json.length;
    this.#starts.get(oldest.topic)?.set(oldest.partition, oldest.offset + 1);
  }
}
