import type { Problem } from "./problem.ts";

/** Starting until what a service needs has answered once, then serving, then draining until the process ends. */
export type Phase = "starting" | "serving" | "draining";

/** How a service says that it takes no requests. */
export interface LifecycleWords {
  /** As in "The publisher is starting". */
  readonly name: string;
  /** What is waited for at the start, as a sentence. */
  readonly waitsFor: string;
}

/** Knows whether requests are taken and how many are under way. */
export class Lifecycle {
  readonly #refusals: Readonly<Record<Exclude<Phase, "serving">, Problem<"STARTING" | "SHUTTING_DOWN">>>;
  #phase: Phase = "starting";
  #underWay = 0;
  #onIdle: (() => void) | undefined;

  constructor({ name, waitsFor }: LifecycleWords) {
    this.#refusals = {
      starting: {
        status: 503,
        code: "STARTING",
        title: `The ${name} is starting`,
        detail: waitsFor,
        retryAfterSeconds: 1,
      },
      draining: {
        status: 503,
        code: "SHUTTING_DOWN",
        title: `The ${name} is shutting down`,
        detail: "Requests under way are finished, new ones are not taken.",
        retryAfterSeconds: 5,
      },
    };
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Why no request is taken; undefined while they are. */
  get refusal(): Problem<"STARTING" | "SHUTTING_DOWN"> | undefined {
    return this.#phase === "serving" ? undefined : this.#refusals[this.#phase];
  }

  /** Requests are taken from now on. */
  serve(): void {
    if (this.#phase === "starting") this.#phase = "serving";
  }

  /** No request is taken from now on; resolves when those under way are answered. */
  async drain(): Promise<void> {
    this.#phase = "draining";
    if (this.#underWay === 0) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
  }

  /** A request is under way; it has to {@link leave}. */
  enter(): void {
    this.#underWay += 1;
  }

  leave(): void {
    this.#underWay -= 1;
    if (this.#underWay === 0) this.#onIdle?.();
  }
}
