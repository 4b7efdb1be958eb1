import type { ProblemAnswer } from "./problem.ts";

/** Starting until Kafka and the registry have answered once, then serving, then draining until the process ends. */
export type Phase = "starting" | "serving" | "draining";

/** Knows whether requests are taken and how many are under way. */
export class Lifecycle {
  #phase: Phase = "starting";
  #underWay = 0;
  #onIdle: (() => void) | undefined;

  get phase(): Phase {
    return this.#phase;
  }

  /** Why no request is taken; undefined while they are. */
  get refusal(): ProblemAnswer | undefined {
    if (this.#phase === "serving") return undefined;
    return this.#phase === "starting" ? starting : shuttingDown;
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

const starting: ProblemAnswer = {
  status: 503,
  code: "STARTING",
  title: "The publisher is starting",
  detail: "Kafka and the schema registry have not answered yet; see /health.",
  retryAfterSeconds: 1,
};

const shuttingDown: ProblemAnswer = {
  status: 503,
  code: "SHUTTING_DOWN",
  title: "The publisher is shutting down",
  detail: "Requests under way are finished, new ones are not taken.",
  retryAfterSeconds: 5,
};
