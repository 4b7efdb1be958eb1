import type { BodyMemory } from "./body-memory.ts";

/** A body that has not come after so long is waited for in nobody's way. */
const patienceMs = 250;

/**
 * Requests whose bodies are being read, the oldest first. Clients that send a head and keep everybody waiting for the body
 * must not use up what is there for requests under way: when there is no room for another one, theirs is given on.
 */
export class SlowBodies {
  /** With the time since when each is read. */
  readonly #reading = new Map<BodyMemory, number>();

  /** The body of a request begins to be read. */
  add(memory: BodyMemory, nowMs: number): void {
    this.#reading.set(memory, nowMs);
  }

  /** It has been read, or is not going to be. */
  remove(memory: BodyMemory): void {
    if (!this.#reading.delete(memory)) memory.resume();
  }

  /** Pauses requests that have waited for their clients too long; whether there were any. */
  giveWay(nowMs: number): boolean {
    let isAny = false;
    for (const [memory, sinceMs] of this.#reading) {
      if (nowMs - sinceMs < patienceMs) break;
      this.#reading.delete(memory);
      memory.pause();
      isAny = true;
    }
    return isAny;
  }
}
