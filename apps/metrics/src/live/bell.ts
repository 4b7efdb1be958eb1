/** Wakes everybody who waits. */
export class Bell {
  #waiting: (() => void)[] = [];

  /** Resolves at the next ring. */
  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  ring(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  /** Waits until something holds, which is looked at at every ring. @returns false when that takes too long */
  async until(holds: () => boolean, timeoutMs: number): Promise<boolean> {
    if (holds()) return true;
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      this.ring();
    }, timeoutMs);
    try {
      while (!holds()) {
        if (isOver) return false;
        await this.next();
      }
      return true;
    } finally {
      clearTimeout(timer);
    }
  }
}
