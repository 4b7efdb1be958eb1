/** Files that were saved, as paths from the repository's root. */
export type SavedFiles = ReadonlySet<string>;

/** What one step found; the steps behind it run only when it is well. */
export interface StepOutcome {
  readonly isWell: boolean;
  /** What there is to say; empty for nothing. */
  readonly text: string;
}

/** One thing that is done after a save. */
export interface DevStep {
  /** Shown to people: `lint`, `test`. */
  readonly name: string;
  /** Throws only what nobody expected, or the signal's reason. */
  run(saved: SavedFiles, signal: AbortSignal): Promise<StepOutcome>;
}

/** What the loop does. */
export type DevEvent =
  | { readonly type: "round-started"; readonly saved: SavedFiles }
  | {
      readonly type: "step-done";
      readonly step: string;
      readonly outcome: StepOutcome;
      readonly afterMs: number;
    }
  | { readonly type: "round-done"; readonly isWell: boolean; readonly afterMs: number }
  /** Something was saved before the round had ended: the next one does its work too. */
  | { readonly type: "round-superseded" };

/** How a loop is made. */
export interface DevLoopOptions {
  /** In the order in which they run. */
  readonly steps: readonly DevStep[];
  readonly onEvent: (event: DevEvent) => void;
  /** Milliseconds of any fixed beginning; injected for tests. */
  readonly now?: () => number;
}

/**
 * Runs the steps after every save, one round at a time. A save during a round supersedes it: the round is told so by its signal,
 * and the next one begins when it has ended, with the files of both.
 */
export class DevLoop {
  readonly #options: DevLoopOptions;
  readonly #now: () => number;
  readonly #stopping = new AbortController();
  #waiting = new Set<string>();
  #current: AbortController | undefined;
  #rounds: Promise<void> = Promise.resolve();

  constructor(options: DevLoopOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Tells the loop what was saved. */
  saved(files: Iterable<string>): void {
    const isIdle = this.#waiting.size === 0;
    for (const file of files) this.#waiting.add(file);
    this.#current?.abort(new RoundSupersededError());
    if (isIdle && this.#waiting.size > 0) this.#rounds = this.#rounds.then(() => this.#nextRound());
  }

  /** Resolves when no round runs or waits. @throws what a step did not expect */
  async settled(): Promise<void> {
    await this.#rounds;
  }

  /** Ends the running round and begins no other. */
  async stop(): Promise<void> {
    this.#stopping.abort(new RoundSupersededError());
    await this.#rounds.catch(() => undefined);
  }

  async #nextRound(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const saved = this.#waiting;
    this.#waiting = new Set();
    this.#current = new AbortController();
    const signal = AbortSignal.any([this.#current.signal, this.#stopping.signal]);
    this.#options.onEvent({ type: "round-started", saved });
    try {
      await this.#runSteps(saved, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      this.#options.onEvent({ type: "round-superseded" });
      for (const file of saved) this.#waiting.add(file);
    } finally {
      this.#current = undefined;
    }
  }

  async #runSteps(saved: SavedFiles, signal: AbortSignal): Promise<void> {
    const { steps, onEvent } = this.#options;
    const begin = this.#now();
    let isWell = true;
    for (const step of steps) {
      signal.throwIfAborted();
      const stepBegin = this.#now();
      const outcome = await step.run(saved, signal);
      onEvent({ type: "step-done", step: step.name, outcome, afterMs: this.#now() - stepBegin });
      isWell = outcome.isWell;
      if (!isWell) break;
    }
    onEvent({ type: "round-done", isWell, afterMs: this.#now() - begin });
  }
}

/** The reason of a round's signal. */
export class RoundSupersededError extends Error {
  readonly code = "ROUND_SUPERSEDED";

  constructor() {
    super("something was saved before the round had ended");
  }
}
