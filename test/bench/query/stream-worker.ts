import { setTimeout as delay } from "node:timers/promises";
import { Latencies } from "../ingest/latencies.ts";
import { type EventFrame, EventStream } from "./event-stream.ts";
import type { StreamAnswer, StreamOrder } from "./stream-order.ts";

const openTimeoutMs = 60_000;
/** Clients are opened in waves, so that the queue of connections that wait does not run over. */
const waveSize = 100;

/** Many clients of one stream, and what they were sent. */
class Clients {
  readonly #streams: EventStream[] = [];
  readonly #delivery = new Latencies();
  readonly #frames = new Map<string, { clients: number; lastMs: number }>();
  #backfilled = 0;
  #bytes = 0;
  #openMs = 0;

  async open(url: string, count: number): Promise<void> {
    const begin = performance.now();
    while (this.#streams.length < count) {
      const wave = Math.min(waveSize, count - this.#streams.length);
      for (let each = 0; each < wave; each += 1)
        this.#streams.push(new EventStream(url, (frame) => this.#take(frame)));
      await this.#until(() => this.#backfilled === this.#streams.length, begin);
    }
    this.#openMs = performance.now() - begin;
  }

  answer(): StreamAnswer {
    const frames = [...this.#frames.values()];
    const last = new Latencies();
    for (const { lastMs } of frames) last.add(lastMs);
    return {
      open: this.#streams.filter(({ isEnded }) => !isEnded).length,
      openMs: this.#openMs,
      frames: frames.length,
      framesOfAll: frames.filter(({ clients }) => clients === this.#streams.length).length,
      bytesOfFrame: frames.length === 0 ? 0 : this.#bytes / frames.length,
      delivery: this.#delivery.summary(),
      lastDelivery: last.summary(),
    };
  }

  close(): void {
    for (const stream of this.#streams) stream.close();
  }

  #take({ event, data, id }: EventFrame): void {
    if (event === "backfill" && data.includes('"is_last":true')) this.#backfilled += 1;
    if (event !== "rows") return;
    const at = Date.parse(/"at":"([^"]+)"/.exec(data)?.[1] ?? "");
    const ms = Date.now() - at;
    const frame = this.#frames.get(id) ?? { clients: 0, lastMs: 0 };
    if (frame.clients === 0) this.#bytes += Buffer.byteLength(data);
    this.#frames.set(id, { clients: frame.clients + 1, lastMs: Math.max(frame.lastMs, ms) });
    this.#delivery.add(ms);
  }

  async #until(condition: () => boolean, begin: number): Promise<void> {
    while (!condition()) {
      if (performance.now() - begin > openTimeoutMs)
        throw new Error(`${this.#backfilled} of ${this.#streams.length} clients have a backfill after 60 s`);
      await delay(5);
    }
  }
}

const clients = new Clients();

process.on("message", (order: StreamOrder) => {
  carryOut(order).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  });
});

async function carryOut(order: StreamOrder): Promise<void> {
  if (order.step === "open") await clients.open(order.url, order.clients);
  process.send?.(clients.answer());
  if (order.step === "close") clients.close();
}
