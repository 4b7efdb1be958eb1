import type { Random } from "./random.ts";

/** Keys from 1 to `count`, of which key k comes in proportion to 1 / k^skew. Skew 0: all alike. */
export interface KeyChoice {
  pick(random: Random): number;
}

/** Chooses keys by Zipf's law in constant time and memory, whatever their number. */
export function zipf(count: number, skew: number): KeyChoice {
  if (skew === 0 || count === 1) return { pick: (random) => random.integer(1, count) };
  return new RejectionInversion(count, skew);
}

/**
 * Rejection-inversion: W. Hörmann and G. Derflinger, "Rejection-inversion to generate variates from monotone discrete
 * distributions", 1996. The area under x^-skew is inverted, and the few values between it and the steps are drawn again.
 */
class RejectionInversion implements KeyChoice {
  readonly #count: number;
  readonly #skew: number;
  readonly #first: number;
  readonly #last: number;
  readonly #sure: number;

  constructor(count: number, skew: number) {
    this.#count = count;
    this.#skew = skew;
    this.#first = this.#area(1.5) - 1;
    this.#last = this.#area(count + 0.5);
    this.#sure = 2 - this.#place(this.#area(2.5) - 2 ** -skew);
  }

  pick(random: Random): number {
    for (;;) {
      const area = this.#last + random.next() * (this.#first - this.#last);
      const place = this.#place(area);
      const key = Math.min(this.#count, Math.max(1, Math.round(place)));
      if (key - place <= this.#sure || area >= this.#area(key + 0.5) - key ** -this.#skew) return key;
    }
  }

  #area(x: number): number {
    const power = 1 - this.#skew;
    return power === 0 ? Math.log(x) : (x ** power - 1) / power;
  }

  #place(area: number): number {
    const power = 1 - this.#skew;
    return power === 0 ? Math.exp(area) : Math.max(0, 1 + area * power) ** (1 / power);
  }
}
