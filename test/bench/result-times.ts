/** When page views were accepted and when their results could first be read, matched by window, postcode and rank. */
export class ResultTimes {
  readonly #accepted = new Map<string, number[]>();
  readonly #counted = new Map<string, readonly { readonly count: number; readonly at: number }[]>();
  #open = 0;

  /** A page view of this window and postcode was accepted. */
  accepted(key: string, at: number): void {
    const times = this.#accepted.get(key) ?? [];
    times.push(at);
    this.#accepted.set(key, times);
    this.#open++;
  }

  /** A committed row gives this count; a lower one than before tells nothing new. */
  counted(key: string, count: number, at: number): void {
    const steps = this.#counted.get(key) ?? [];
    const before = steps.at(-1)?.count ?? 0;
    if (count <= before) return;
    this.#counted.set(key, [...steps, { count, at }]);
    this.#open -= count - before;
  }

  /** Page views that no committed count holds yet. */
  get open(): number {
    return this.#open;
  }

  /**
   * From acceptance to the first committed count that holds the page view, in milliseconds: the n-th that was accepted is
   * held by a count of n or more.
   * @param sinceMs page views accepted before that time are left out
   */
  delays(sinceMs: number): readonly number[] {
    return [...this.#accepted].flatMap(([key, times]) => {
      const steps = this.#counted.get(key) ?? [];
      return times
        .toSorted((a, b) => a - b)
        .flatMap((time, rank) => {
          if (time < sinceMs) return [];
          const step = steps.find(({ count }) => count > rank);
          return step === undefined ? [] : [step.at - time];
        });
    });
  }
}
