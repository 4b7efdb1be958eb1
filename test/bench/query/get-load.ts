import { setTimeout as delay } from "node:timers/promises";
import { Latencies } from "../ingest/latencies.ts";
import { type DueRequest, GetConnection } from "./get-connection.ts";
import type { GetAnswer, GetOrder } from "./get-order.ts";

const tickMs = 1;
const answerTimeoutMs = 60_000;

/**
 * Asks at a steady rate. What is due while every connection waits is sent as soon as one is free, and its time counts from
 * when it was due: a server that stops for a moment answers for all that came meanwhile.
 */
export class GetLoad {
  readonly #order: GetOrder;
  readonly #requests: readonly Omit<DueRequest, "dueAt">[];
  readonly #connections: readonly GetConnection[];
  readonly #free: GetConnection[];
  readonly #all = new Latencies();
  readonly #kinds = new Map<string, Latencies>();
  readonly #statuses: Record<number, number> = {};
  #beganAt = 0;
  #sent = 0;
  #due = 0;
  #underWay = 0;

  constructor(order: GetOrder) {
    this.#order = order;
    this.#requests = interleaved(order);
    this.#connections = Array.from(
      { length: order.connections },
      () => new GetConnection(order.port, this.#answered),
    );
    this.#free = [...this.#connections];
    for (const { name } of order.kinds) this.#kinds.set(name, new Latencies());
  }

  /** Runs it to its end. @throws Error when nothing listens, or answers do not come */
  async run(): Promise<GetAnswer> {
    await Promise.all(this.#connections.map((connection) => connection.open()));
    const cpu = process.cpuUsage();
    this.#beganAt = performance.now();
    const { perSecond, seconds } = this.#order;
    const total = perSecond * seconds;
    while (this.#sent < total || this.#underWay > 0) {
      const passedMs = performance.now() - this.#beganAt;
      if (passedMs > seconds * 1000 + answerTimeoutMs) throw this.#stalled();
      this.#due = Math.min(total, Math.floor((passedMs / 1000) * perSecond) + 1);
      this.#sendDue();
      await delay(tickMs);
    }
    const durationMs = performance.now() - this.#beganAt;
    const { user, system } = process.cpuUsage(cpu);
    for (const connection of this.#connections) connection.close();
    const kinds = [...this.#kinds].map(([name, latencies]) => [name, latencies.summary()] as const);
    return {
      all: this.#all.summary(),
      kinds: Object.fromEntries(kinds),
      statuses: this.#statuses,
      durationMs,
      cpuMs: (user + system) / 1000,
    };
  }

  #sendDue(): void {
    while (this.#sent < this.#due) {
      const connection = this.#free.pop();
      if (connection === undefined) return;
      const request = this.#requests[this.#sent % this.#requests.length] as DueRequest;
      const dueAt = this.#beganAt + (this.#sent / this.#order.perSecond) * 1000;
      this.#sent += 1;
      this.#underWay += 1;
      connection.send({ ...request, dueAt });
    }
  }

  readonly #answered = (connection: GetConnection, { kind, dueAt }: DueRequest, status: number): void => {
    this.#underWay -= 1;
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
    if (status === 200) {
      const ms = performance.now() - dueAt;
      this.#all.add(ms);
      this.#kinds.get(kind)?.add(ms);
    }
    this.#free.push(connection);
    this.#sendDue();
  };

  #stalled(): Error {
    return new Error(`${this.#underWay} requests have no answer ${answerTimeoutMs / 1000} s after the end`);
  }
}

/** One request of each kind in turn, until each kind has had all of its own. */
function interleaved({ kinds }: GetOrder): readonly Omit<DueRequest, "dueAt">[] {
  const rounds = Math.max(...kinds.map(({ paths }) => paths.length));
  return Array.from({ length: rounds }, (_, round) =>
    kinds.map(({ name, paths }) => {
      const path = paths[round % paths.length] as string;
      return { kind: name, bytes: Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`) };
    }),
  ).flat();
}
