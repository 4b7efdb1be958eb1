import { residentBytes } from "../process-usage.ts";

/** What a process held at most in the first half of a run, and in the second: the same where its memory stays flat. */
export interface MemoryHalves {
  readonly first: number;
  readonly second: number;
}

const everyMs = 200;

/** Looks at a process's resident memory while it is loaded. */
export class MemoryWatch implements Disposable {
  readonly #samples: number[] = [];
  readonly #timer: NodeJS.Timeout;

  /** @param look gives bytes. Default: what the system says of the process */
  constructor(pid: number, look: (pid: number) => number = residentBytes) {
    this.#samples.push(look(pid));
    this.#timer = setInterval(() => this.#samples.push(look(pid)), everyMs);
  }

  halves(): MemoryHalves {
    return halvesOf(this.#samples);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

/** The largest of each half; of an odd number the middle one belongs to both. */
export function halvesOf(samples: readonly number[]): MemoryHalves {
  const middle = samples.length / 2;
  const most = (part: readonly number[]) => part.reduce((largest, each) => Math.max(largest, each), 0);
  return {
    first: most(samples.slice(0, Math.ceil(middle))),
    second: most(samples.slice(Math.floor(middle))),
  };
}
