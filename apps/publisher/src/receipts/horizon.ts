/** A moment: which entries were there already, and where the log ended. */
interface Mark {
  readonly atMs: number;
  readonly added: number;
  readonly logEnd: number;
}

/** Into how many steps the horizon is cut. */
const steps = 256;

/**
 * Knows which entries are older than the horizon, and from where on the log is needed. Times are those of a clock that never
 * goes back; an entry is remembered for the horizon and at most 1/256 of it longer.
 */
export class Horizon {
  readonly #horizonMs: number;
  readonly #stepMs: number;
  readonly #marks: Mark[] = [];

  constructor(horizonMs: number) {
    this.#horizonMs = horizonMs;
    this.#stepMs = horizonMs / steps;
  }

  /** To be said before entries are added. @param added how many there were ever */
  mark(atMs: number, added: number, logEnd: number): void {
    const last = this.#marks.at(-1);
    if (last !== undefined && atMs - last.atMs < this.#stepMs) return;
    this.#marks.push({ atMs: Math.max(atMs, last?.atMs ?? atMs), added, logEnd });
  }

  /** How many entries are older than the horizon. @param added how many there were ever */
  expired(nowMs: number, added: number): number {
    const before = nowMs - this.#horizonMs - this.#stepMs;
    // What was added under a mark came within a step of it: later it would have had a mark of its own.
    for (let at = 0; at < this.#marks.length; at += 1) {
      if (this.#marks[at]!.atMs > before) return this.#marks[at]!.added;
    }
    return added;
  }

  /** Forgets marks that are not needed. @param dropped how many entries are gone */
  release(dropped: number): void {
    while (this.#marks.length > 1 && this.#marks[1]!.added <= dropped) this.#marks.shift();
  }

  /** From where the log is needed; undefined before there is an entry. */
  get logStart(): number | undefined {
    return this.#marks[0]?.logEnd;
  }

  /** How many entries have to go until {@link release} gives more. @param added how many there were ever */
  firstStep(added: number): number {
    return this.#marks[1]?.added ?? added;
  }

  /** How old the oldest entry can be, in milliseconds. */
  ageMs(nowMs: number): number {
    const [first] = this.#marks;
    return first === undefined ? 0 : nowMs - first.atMs;
  }
}
