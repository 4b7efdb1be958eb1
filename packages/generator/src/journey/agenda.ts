interface Entry<Item> {
  readonly timeMs: number;
  readonly order: number;
  readonly item: Item;
}

/** What is to happen, earliest first; what is to happen at the same time, in the order in which it was added (a heap). */
export class Agenda<Item> {
  readonly #heap: Entry<Item>[] = [];
  #added = 0;

  /** When the next thing happens; Infinity where there is none. */
  get nextMs(): number {
    return this.#heap[0]?.timeMs ?? Number.POSITIVE_INFINITY;
  }

  add(timeMs: number, item: Item): void {
    const heap = this.#heap;
    const entry = { timeMs, order: this.#added++, item };
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above] as Entry<Item>;
      if (!isBefore(entry, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = entry;
  }

  /** Takes the next thing off; undefined where there is none. */
  take(): Item | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return undefined;
    if (heap.length > 0) this.#sink(last);
    return first.item;
  }

  #sink(entry: Entry<Item>): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1] as Entry<Item>, heap[below] as Entry<Item>))
        below += 1;
      const child = heap[below] as Entry<Item>;
      if (!isBefore(child, entry)) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = entry;
  }
}

function isBefore(one: Entry<unknown>, other: Entry<unknown>): boolean {
  return one.timeMs < other.timeMs || (one.timeMs === other.timeMs && one.order < other.order);
}
