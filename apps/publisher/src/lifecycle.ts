import type { NextFunction, Request, Response } from "express";
import { sendProblem } from "./problem.ts";

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

  /** Middleware: answers 503 unless requests are taken, and counts those that are. */
  readonly gate = (_request: Request, response: Response, next: NextFunction): void => {
    if (this.#phase !== "serving") return refuse(response, this.#phase);
    this.#underWay += 1;
    response.once("close", () => {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#onIdle?.();
    });
    next();
  };
}

function refuse(response: Response, phase: Exclude<Phase, "serving">): void {
  response.set("Connection", "close");
  const isStarting = phase === "starting";
  sendProblem(response, {
    status: 503,
    code: isStarting ? "STARTING" : "SHUTTING_DOWN",
    title: isStarting ? "The publisher is starting" : "The publisher is shutting down",
    detail: isStarting
      ? "Kafka and the schema registry have not answered yet; see /health."
      : "Requests under way are finished, new ones are not taken.",
    retryAfterSeconds: isStarting ? 1 : 5,
  });
}
