const hourMs = 3_600_000;
const hoursPerDay = 24;

/** How a rate changes over the hours of a day, in UTC; over a whole day its mean is what it is given. */
export class DailyShape {
  readonly #factors: readonly number[];

  /** @param weights 24 of them, of which one is above 0 */
  constructor(weights: readonly number[]) {
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / hoursPerDay;
    if (weights.length !== hoursPerDay || !(mean > 0))
      throw new Error(`a daily shape has 24 weights, of which one is above 0; found ${weights.join(", ")}`);
    this.#factors = weights.map((weight) => weight / mean);
  }

  /**
   * When the next of events comes that come independently of each other.
   * @param amount how much of the mean gap lies between: drawn from an exponential distribution of mean 1
   * @param perMs the mean rate
   */
  next(timeMs: number, amount: number, perMs: number): number {
    let rest = amount;
    let at = timeMs;
    for (;;) {
      const hourEnd = (Math.floor(at / hourMs) + 1) * hourMs;
      const rate = perMs * (this.#factors[Math.floor(at / hourMs) % hoursPerDay] ?? 0);
      const inHour = rate * (hourEnd - at);
      if (rest <= inHour && rate > 0) return at + rest / rate;
      rest -= inHour;
      at = hourEnd;
    }
  }
}
