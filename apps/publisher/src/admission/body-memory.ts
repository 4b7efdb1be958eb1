import type { Admission } from "./admission.ts";

/** There is no room for the rest of a body that was let in. */
export class NoRoomError extends Error {
  override readonly name = "NoRoomError";
}

/** The memory of one request that was let in, which may come to be more. */
export class BodyMemory {
  readonly #admission: Admission;
  readonly #bytes: number;
  #grown = 0;
  #isPaused = false;

  /** @param bytes that the request was let in with */
  constructor(admission: Admission, bytes: number) {
    this.#admission = admission;
    this.#bytes = bytes;
  }

  /** Accounts for a body that grows. @param bytes all of it that is held @throws NoRoomError */
  hold(bytes: number): void {
    const held = this.#bytes + this.#grown;
    if (bytes <= held) return;
    const more = Math.max(bytes - held, held);
    if (!this.#admission.grow(more)) throw new NoRoomError("the memory for bodies is used up");
    this.#grown += more;
  }

  /** The request waits for its client: see {@link Admission.pause}. */
  pause(): void {
    this.#isPaused = true;
    this.#admission.pause(this.#bytes);
  }

  /** It goes on, where it was paused. */
  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#admission.resume(this.#bytes);
  }

  /** Gives it back. @param tookMs see {@link Admission.leave} */
  leave(tookMs: number | undefined): void {
    this.resume();
    this.#admission.leave(this.#bytes, this.#grown, tookMs);
  }
}
