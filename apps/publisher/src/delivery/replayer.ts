import { setTimeout as delay } from "node:timers/promises";
import type { LogSink } from "@millrace/common";
import type { ProducerPort } from "@millrace/kafka";
import type { Circuit } from "./circuit.ts";
import type { Replay } from "./replay.ts";
import type { Spool } from "./spool.ts";

/** What a {@link Replayer} works with. */
export interface ReplayerOptions {
  readonly producer: Pick<ProducerPort, "connect">;
  readonly spool: Spool;
  readonly parked: Spool;
  readonly circuit: Circuit;
  readonly replay: Replay;
  readonly log: LogSink;
  /** How long what was parked is left alone while Kafka works, in milliseconds. Default 60,000. */
  readonly parkedPauseMs: number | undefined;
}

/** When so little waits, new events are held back until it is replayed, so that the spool comes to an end. */
const lastStretchBytes = 1024 * 1024;

/** Tries Kafka while the circuit is not closed, by replaying what waits, and closes it when nothing does. */
export class Replayer {
  readonly #options: ReplayerOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #held: { readonly until: Promise<void>; readonly release: () => void } | undefined;

  constructor(options: ReplayerOptions) {
    this.#options = options;
  }

  /** While the last of the spool is replayed: when it is, or is not going to be. */
  get held(): Promise<void> | undefined {
    return this.#held?.until;
  }

  /** Begins to try; resolves with whether the first try has reached Kafka. */
  async start(): Promise<boolean> {
    let isReached = false;
    await new Promise<void>((resolve) => {
      this.#running = this.#run((reached) => {
        isReached = reached;
        resolve();
      });
    });
    return isReached;
  }

  /** Tries again: the circuit has opened. */
  wake(): void {
    this.#wake?.();
  }

  /** Ends trying, after what is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake?.();
    await this.#running;
  }

  async #run(onFirst: (isReached: boolean) => void): Promise<void> {
    const { circuit } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#attempt(onFirst);
      if (signal.aborted) break;
      if (circuit.state === "closed") await this.#untilWoken();
      else await delay(circuit.pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
    onFirst(false);
  }

  /** Never rejects. */
  async #attempt(onReached: (isReached: boolean) => void): Promise<void> {
    const { producer, spool, parked, circuit, replay, log } = this.#options;
    const wasClosed = isClosed(circuit);
    try {
      await spool.probe();
      circuit.try();
      await producer.connect();
      onReached(true);
      await this.#drain();
      if (!parked.isEmpty) await replay.run(parked, () => undefined);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      // What is parked hinders nobody.
      if (isClosed(circuit)) log.warn({ reason }, "parked events stay parked");
      else circuit.open(reason);
    } finally {
      this.#release();
      onReached(false);
      if (!wasClosed && isClosed(circuit)) log.info("events go to Kafka");
    }
  }

  async #drain(): Promise<void> {
    const { spool, circuit, replay } = this.#options;
    while (!spool.isEmpty) {
      if (spool.waitingBytes <= lastStretchBytes) this.#hold();
      await spool.appended();
      await replay.run(spool, () => {
        circuit.progress();
        this.#stopping.signal.throwIfAborted();
      });
    }
    // In the same turn as the spool was found empty: nothing comes between.
    circuit.close();
    this.#release();
  }

  #hold(): void {
    if (this.#held !== undefined) return;
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#held = { until, release };
  }

  #release(): void {
    this.#held?.release();
    this.#held = undefined;
  }

  async #untilWoken(): Promise<void> {
    const { parked, parkedPauseMs = 60_000 } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (!parked.isEmpty) timer = setTimeout(resolve, parkedPauseMs).unref();
    });
    clearTimeout(timer);
    this.#wake = undefined;
  }
}

/** Read anew each time: what is awaited between changes it. */
function isClosed(circuit: Circuit): boolean {
  return circuit.state === "closed";
}
