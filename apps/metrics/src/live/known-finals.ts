/** Rows that are known to be final, the newest of them: what comes provisionally for one of them is left out. */
export class KnownFinals {
  readonly #max: number;
  readonly #identities = new Set<string>();

  /** @param max how many are remembered. Default 50,000 */
  constructor(max = 50_000) {
    this.#max = max;
  }

  add(identity: string): void {
    this.#identities.delete(identity);
    this.#identities.add(identity);
    if (this.#identities.size > this.#max) {
      const [oldest] = this.#identities;
      if (oldest !== undefined) this.#identities.delete(oldest);
    }
  }

  has(identity: string): boolean {
    return this.#identities.has(identity);
  }

  clear(): void {
    this.#identities.clear();
  }
}
