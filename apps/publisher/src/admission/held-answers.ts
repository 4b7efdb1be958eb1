/** What {@link HeldAnswers} works with. */
export interface HeldAnswersOptions {
  /** How long an answer is held back. Default 1,000. */
  readonly holdMs?: number;
  /** So many are held at once. Default 2,048. */
  readonly maxHeld?: number;
}

/**
 * Holds answers back for a moment: a client that tries again at once is kept from taking the time that others need. A
 * client has one request a connection under way, so connections bound what can come meanwhile.
 */
export class HeldAnswers {
  readonly #holdMs: number;
  readonly #maxHeld: number;
  /** In the order in which they are due. */
  #held: { readonly dueMs: number; readonly send: () => void }[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor({ holdMs = 1_000, maxHeld = 2_048 }: HeldAnswersOptions = {}) {
    this.#holdMs = holdMs;
    this.#maxHeld = maxHeld;
  }

  /** How many are held at the moment. */
  get count(): number {
    return this.#held.length;
  }

  /** Calls `send` in a moment; false when as many are held as may be, and it is not going to be called. */
  hold(send: () => void): boolean {
    if (this.#held.length >= this.#maxHeld) return false;
    this.#held.push({ dueMs: performance.now() + this.#holdMs, send });
    this.#timer ??= setInterval(() => this.#sendDue(), Math.max(1, Math.min(50, this.#holdMs))).unref();
    return true;
  }

  /** Sends everything that is held now. */
  flush(): void {
    this.#send(this.#held.length);
  }

  #sendDue(): void {
    const now = performance.now();
    const due = this.#held.findIndex(({ dueMs }) => dueMs > now);
    this.#send(due < 0 ? this.#held.length : due);
  }

  #send(count: number): void {
    const due = this.#held.slice(0, count);
    this.#held = this.#held.slice(count);
    if (this.#held.length === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    for (const { send } of due) send();
  }
}
