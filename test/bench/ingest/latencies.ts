import type { LatencySummary } from "./load.ts";

/** Keeps times without making an object of each. */
export class Latencies {
  #times = new Float64Array(65_536);
  #count = 0;

  add(ms: number): void {
    if (this.#count === this.#times.length) {
      const more = new Float64Array(2 * this.#times.length);
      more.set(this.#times);
      this.#times = more;
    }
    this.#times[this.#count++] = ms;
  }

  /** All zero when there are none. */
  summary(): LatencySummary {
    const sorted = this.#times.subarray(0, this.#count).sort();
    const at = (part: number) => sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
    return { count: sorted.length, p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) };
  }
}
