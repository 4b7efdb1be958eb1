import { describeFound } from "@millrace/common";
import type { ParseContext } from "../parse-context.ts";
import type { EventProblem } from "../problem.ts";

interface Fault extends EventProblem {
  readonly path: (string | number)[];
}

/** Whoever sends nonsense is told so many faults of it; one payload can hold a hundred thousand. */
const maxFaults = 100;

/** Gathers what is wrong with one payload, and says where that came from. Readers know no path: whoever calls one puts its own step in front. */
export class Faults {
  #faults: Fault[] = [];
  #left = 0;
  /** Where the payload came from. */
  context: ParseContext = {};
  /** The time by the caller's clock. */
  nowMs = 0;

  get count(): number {
    return this.#faults.length;
  }

  /** @param expected what would have been right, as in "found …, expected …" */
  add(found: unknown, expected: string, suggestion?: string): void {
    if (this.isFull) this.#left += 1;
    else this.addDescribed(describeFound(found), expected, suggestion);
  }

  /** The same of a value that is described already. */
  addDescribed(found: string, expected: string, suggestion?: string): void {
    if (this.isFull) this.#left += 1;
    else
      this.#faults.push({ path: [], found, expected, ...(suggestion === undefined ? {} : { suggestion }) });
  }

  /** Whether further faults are counted alone. */
  get isFull(): boolean {
    return this.#faults.length >= maxFaults;
  }

  /** Says of all faults after the first `count` that they lie below a step. */
  under(step: string | number, count: number): void {
    for (let at = count; at < this.#faults.length; at += 1) this.#faults[at]?.path.unshift(step);
  }

  /** Hands the faults over and begins anew. */
  take(): readonly EventProblem[] {
    const taken = this.#faults;
    if (this.#left > 0) taken.push({ path: [], found: `${this.#left} more problems`, expected: "none" });
    this.#faults = [];
    this.#left = 0;
    return taken;
  }
}
