import type { Caller } from "./caller.ts";

interface Entry {
  readonly caller: Caller;
  readonly untilMs: number;
}

const defaultMaxEntries = 10_000;

/**
 * Remembers whose credentials were found right, by the digest of the credentials and for a limited time. Holds a bounded
 * number: two generations, of which the older one is forgotten when the younger one is full, so that those in use stay and
 * looking one up moves nothing.
 */
export class CallerCache {
  readonly #maxYoung: number;
  #young = new Map<string, Entry>();
  #old = new Map<string, Entry>();

  /** @param maxEntries default 10,000 */
  constructor(maxEntries = defaultMaxEntries) {
    this.#maxYoung = Math.max(1, Math.floor(maxEntries / 2));
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(digest: string, nowMs: number): Caller | undefined {
    let entry = this.#young.get(digest);
    if (entry === undefined) {
      entry = this.#old.get(digest);
      if (entry === undefined) return undefined;
      this.#old.delete(digest);
      this.#put(digest, entry);
    }
    if (nowMs < entry.untilMs) return entry.caller;
    this.#young.delete(digest);
    return undefined;
  }

  /** @param untilMs from when on it has to be checked again */
  set(digest: string, caller: Caller, untilMs: number): void {
    this.#old.delete(digest);
    this.#put(digest, { caller, untilMs });
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }

  #put(digest: string, entry: Entry): void {
    if (this.#young.size >= this.#maxYoung) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(digest, entry);
  }
}
