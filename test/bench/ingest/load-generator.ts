import { setTimeout as delay } from "node:timers/promises";
import { Bits } from "./bits.ts";
import { Latencies } from "./latencies.ts";
import type { LoadAnswer, LoadOrder } from "./load.ts";
import { LoadConnection } from "./load-connection.ts";

const tickMs = 1;
const answerTimeoutMs = 20_000;
const accepted = 202;

/** Posts events as fast as they are answered, or at a rate; see {@link LoadOrder}. */
export class LoadGenerator {
  readonly #order: LoadOrder;
  readonly #free: LoadConnection[] = [];
  readonly #connections: readonly LoadConnection[];
  readonly #statuses: Record<number, number> = {};
  readonly #accepted = new Latencies();
  readonly #refused = new Latencies();
  readonly #acceptedRequests = new Bits();
  #requests = 0;
  #underWay = 0;
  #dropped = 0;
  #endsAt = 0;
  #lastAnswerAt = 0;
  /** Requests that are due, from the first that has not been posted; in open loop alone. */
  #due = 0;
  #posted = 0;
  #beganAt = 0;

  constructor(order: LoadOrder) {
    this.#order = order;
    this.#connections = Array.from(
      { length: order.connections },
      (_, variant) => new LoadConnection(order, variant, this.#answered),
    );
  }

  /** Runs it to its end. @throws Error when nothing listens, or answers do not come */
  async run(): Promise<LoadAnswer> {
    await Promise.all(this.#connections.map((connection) => connection.open()));
    const cpu = process.cpuUsage();
    this.#beganAt = performance.now();
    this.#endsAt = this.#beganAt + this.#order.seconds * 1000;
    if (this.#order.perSecond === undefined) this.#startClosedLoop();
    else await this.#openLoop(this.#order.perSecond);
    await this.#untilAnswered();
    const { user, system } = process.cpuUsage(cpu);
    for (const connection of this.#connections) connection.close();
    return {
      durationMs: this.#lastAnswerAt - this.#beganAt,
      statuses: this.#statuses,
      accepted: this.#accepted.summary(),
      refused: this.#refused.summary(),
      dropped: this.#dropped,
      cpuMs: (user + system) / 1000,
      acceptedRequests: this.#acceptedRequests.toBase64(),
    };
  }

  #startClosedLoop(): void {
    const now = performance.now();
    for (const connection of this.#connections) this.#post(connection, now);
  }

  async #openLoop(perSecond: number): Promise<void> {
    this.#free.push(...this.#connections);
    const total = Math.floor(perSecond * this.#order.seconds);
    while (this.#posted < total) {
      const passedMs = performance.now() - this.#beganAt;
      this.#due = Math.min(total, Math.floor((passedMs / 1000) * perSecond) + 1);
      this.#postDue();
      if (this.#order.whenBusy === "dropped") this.#drop(this.#due - this.#posted);
      if (performance.now() > this.#endsAt + answerTimeoutMs) throw this.#stalled();
      await delay(tickMs);
    }
  }

  #drop(count: number): void {
    this.#dropped += count;
    this.#posted += count;
  }

  #postDue(): void {
    while (this.#posted < this.#due) {
      const connection = this.#free.pop();
      if (connection === undefined) return;
      const dueAt = this.#beganAt + (this.#posted / (this.#order.perSecond ?? 1)) * 1000;
      this.#posted += 1;
      this.#post(connection, dueAt);
    }
  }

  #post(connection: LoadConnection, dueAt: number): void {
    this.#underWay += 1;
    connection.post(this.#requests++, dueAt);
  }

  readonly #answered = (connection: LoadConnection, status: number): void => {
    const now = performance.now();
    this.#underWay -= 1;
    this.#lastAnswerAt = now;
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
    if (status === accepted) {
      this.#accepted.add(now - connection.dueAt);
      this.#acceptedRequests.add(connection.request);
    } else this.#refused.add(now - connection.dueAt);
    if (this.#order.perSecond !== undefined) {
      this.#free.push(connection);
      if (this.#order.whenBusy !== "dropped") this.#postDue();
    } else if (now < this.#endsAt) this.#post(connection, now);
  };

  async #untilAnswered(): Promise<void> {
    while (this.#underWay > 0 || performance.now() < this.#endsAt) {
      if (performance.now() > this.#endsAt + answerTimeoutMs) throw this.#stalled();
      await delay(tickMs);
    }
  }

  #stalled(): Error {
    return new Error(
      `${this.#underWay} of ${this.#requests} requests have no answer ${answerTimeoutMs / 1000} s after the end`,
    );
  }
}
