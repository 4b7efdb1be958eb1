import type { ConnectorState } from "./connector-states.ts";

/** How {@link FirstAnswers} waits. */
export interface FirstAnswerOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From when on a part that has never worked is down, in milliseconds. */
  readonly startingMs: number;
}

/** Knows which parts have worked once: what has not yet is starting rather than down, for some time. */
export class FirstAnswers {
  readonly #now: () => number;
  readonly #until: number;
  readonly #worked = new Set<string>();

  constructor({ now, startingMs }: FirstAnswerOptions) {
    this.#now = now;
    this.#until = now() + startingMs;
  }

  /** How a part is, given how it seems to be. */
  see(part: string, state: ConnectorState): ConnectorState {
    if (state.status === "UP" || state.status === "DEGRADED") this.#worked.add(part);
    if (state.status !== "DOWN" || this.#worked.has(part) || this.#now() >= this.#until) return state;
    return { status: "UNKNOWN", detail: "has not answered yet" };
  }
}
