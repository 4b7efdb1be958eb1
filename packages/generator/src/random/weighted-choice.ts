import type { Random } from "./random.ts";

/** Something with how often it comes, compared with the others. */
export interface WeightedValue<Value> {
  readonly value: Value;
  readonly weight: number;
}

/**
 * Chooses among weighted values in constant time, whatever their number (Walker's alias method).
 * @throws Error when no weight is above 0
 */
export class WeightedChoice<Value> {
  readonly #values: readonly Value[];
  readonly #keep: Float64Array;
  readonly #other: Uint32Array;

  constructor(choices: readonly WeightedValue<Value>[]) {
    const sum = choices.reduce((total, { weight }) => total + weight, 0);
    if (!(sum > 0)) throw new Error("no choice has a weight above 0");
    const count = choices.length;
    this.#values = choices.map(({ value }) => value);
    this.#keep = new Float64Array(count).fill(1);
    this.#other = new Uint32Array(count);
    const shares = choices.map(({ weight }) => (weight / sum) * count);
    const small = indexesOf(shares, (share) => share < 1);
    const large = indexesOf(shares, (share) => share >= 1);
    while (small.length > 0 && large.length > 0) {
      const less = small.pop() as number;
      const more = large.at(-1) as number;
      this.#keep[less] = shares[less] as number;
      this.#other[less] = more;
      shares[more] = (shares[more] as number) - (1 - (shares[less] as number));
      if (shares[more] < 1) small.push(large.pop() as number);
    }
  }

  /** One of the values. */
  pick(random: Random): Value {
    const place = random.next() * this.#values.length;
    const at = Math.floor(place);
    return this.#values[place - at < (this.#keep[at] as number) ? at : (this.#other[at] as number)] as Value;
  }
}

function indexesOf(shares: readonly number[], holds: (share: number) => boolean): number[] {
  return shares.flatMap((share, at) => (holds(share) ? [at] : []));
}
