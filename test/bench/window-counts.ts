/** Page views by window and postcode. */
export class WindowCounts {
  readonly #counts = new Map<string, number>();

  /** @param windowStartMs milliseconds since the epoch */
  set(windowStartMs: number, postcode: string, count: number): void {
    this.#counts.set(`${windowStartMs} ${postcode}`, count);
  }

  add(windowStartMs: number, postcode: string, count: number): void {
    const key = `${windowStartMs} ${postcode}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
  }

  get size(): number {
    return this.#counts.size;
  }

  get sum(): number {
    let sum = 0;
    for (const count of this.#counts.values()) sum += count;
    return sum;
  }

  entries(): IterableIterator<[key: string, count: number]> {
    return this.#counts.entries();
  }

  /** What is wrong with other counts that should be these, as sentences: at most `limit`, none when they are equal. */
  differences(found: WindowCounts, limit = 5): readonly string[] {
    const wrong: string[] = [];
    for (const [key, expected] of this.#counts) {
      const count = found.#counts.get(key);
      if (count !== expected)
        wrong.push(`window ${describe(key)}: found ${count ?? "no row"}, expected ${expected}`);
      if (wrong.length === limit) return wrong;
    }
    for (const [key, count] of found.#counts) {
      if (!this.#counts.has(key)) wrong.push(`window ${describe(key)}: found ${count}, expected no row`);
      if (wrong.length === limit) return wrong;
    }
    return wrong;
  }
}

function describe(key: string): string {
  const split = key.indexOf(" ");
  return `${new Date(Number(key.slice(0, split))).toISOString()} of ${key.slice(split + 1)}`;
}
