import { describeFound } from "@millrace/common";
import type { EventProblem } from "../problem.ts";

interface Fault extends EventProblem {
  readonly path: (string | number)[];
}

/** Gathers what is wrong with one payload. Readers know no path: whoever calls one puts its own step in front. */
export class Faults {
  #faults: Fault[] = [];

  get count(): number {
    return this.#faults.length;
  }

  /** @param expected what would have been right, as in "found …, expected …" */
  add(found: unknown, expected: string, suggestion?: string): void {
    this.#faults.push({
      path: [],
      found: describeFound(found),
      expected,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }

  /** Says of all faults after the first `count` that they lie below a step. */
  under(step: string | number, count: number): void {
    for (let at = count; at < this.#faults.length; at += 1) this.#faults[at]?.path.unshift(step);
  }

  /** Hands the faults over and begins anew. */
  take(): readonly EventProblem[] {
    const taken = this.#faults;
    this.#faults = [];
    return taken;
  }
}
