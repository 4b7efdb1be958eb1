/** The rate at which a number grows, over the newest seconds. */
export class Growth {
  readonly #windowMs: number;
  readonly #seen: { readonly atMs: number; readonly value: number }[] = [];

  /** @param windowMs over which it is averaged. Default 10,000 */
  constructor(windowMs = 10_000) {
    this.#windowMs = windowMs;
  }

  /** Notes the number as it is now. One that shrinks begins anew. @returns its growth a second */
  see(value: number, atMs: number): number {
    const last = this.#seen.at(-1);
    if (last !== undefined && value < last.value) this.#seen.length = 0;
    this.#seen.push({ atMs, value });
    while ((this.#seen[1]?.atMs ?? atMs) <= atMs - this.#windowMs) this.#seen.shift();
    const first = this.#seen[0];
    if (first === undefined || atMs <= first.atMs) return 0;
    return Math.round(((value - first.value) * 10_000) / (atMs - first.atMs)) / 10;
  }
}
