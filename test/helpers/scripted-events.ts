import { vi } from "vitest";
import type { Frame } from "../../apps/metrics/page/contract/frames.ts";
import {
  type ConnectionState,
  EventConnection,
  type Timer,
} from "../../apps/metrics/page/stream/connection.ts";

/** One answer of the scripted service that goes on. */
export interface ScriptedStream {
  send(text: string): void;
  end(): void;
}

interface Pending {
  readonly action: () => void;
  readonly ms: number;
}

/** A service of event streams without a network, and a clock that stands at 0: timers fire when the test says so. */
export class ScriptedService implements AsyncDisposable {
  readonly states: ConnectionState[] = [];
  readonly frames: Frame[] = [];
  /** Headers of each request. */
  readonly requests: Readonly<Record<string, string>>[] = [];
  /** What requests are answered with, in order; then streams. */
  readonly answers: Response[] = [];
  readonly #streams: ScriptedStream[] = [];
  readonly #timers = new Map<Timer, Pending>();
  readonly #connection: EventConnection;

  constructor() {
    this.#connection = new EventConnection({
      url: "/events",
      headers: () => ({}),
      onState: (state) => void this.states.push(state),
      onFrame: (frame) => void this.frames.push(frame),
      fetch: (_url, init) => this.#answer(init),
      now: () => 0,
      random: () => 1,
      setTimer: (action, ms) => this.#set({ action, ms }),
      clearTimer: (timer) => void this.#timers.delete(timer),
    });
  }

  /** How long each timer that is set waits. */
  get timers(): readonly number[] {
    return [...this.#timers.values()].map(({ ms }) => ms);
  }

  start(): void {
    this.#connection.connect();
  }

  /** Connects, and gives the stream that was opened. */
  async connect(): Promise<ScriptedStream> {
    this.start();
    return await vi.waitUntil(() => this.#streams[0]);
  }

  async frame(type: Frame["type"]): Promise<void> {
    await vi.waitUntil(() => this.frames.some((frame) => frame.type === type));
  }

  async state(kind: ConnectionState["kind"]): Promise<ConnectionState> {
    return await vi.waitUntil(() => this.states.find((state) => state.kind === kind));
  }

  async request(count: number): Promise<void> {
    await vi.waitUntil(() => this.requests.length >= count);
  }

  async timer(ms: number): Promise<void> {
    await vi.waitUntil(() => this.timers.includes(ms));
  }

  /** Lets the time of the timer with this wait come. */
  fire(ms: number): void {
    for (const [timer, pending] of this.#timers) {
      if (pending.ms !== ms) continue;
      this.#timers.delete(timer);
      pending.action();
    }
  }

  /** Lets the only timer's time come, once the connection is in a state. */
  async fireNext(kind: ConnectionState["kind"]): Promise<void> {
    await this.state(kind);
    this.fire(this.timers[0] ?? 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#connection.close();
  }

  async #answer(init: RequestInit | undefined): Promise<Response> {
    this.requests.push(init?.headers as Record<string, string>);
    return this.answers.shift() ?? this.#stream(init?.signal ?? undefined);
  }

  #stream(signal: AbortSignal | undefined): Response {
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        signal?.addEventListener("abort", () => controller.error(signal.reason));
        this.#streams.push({
          send: (text) => controller.enqueue(encoder.encode(text)),
          end: () => controller.close(),
        });
      },
    });
    return new Response(body);
  }

  #set(pending: Pending): Timer {
    // Only its identity counts.
    const timer = { pending } as unknown as Timer;
    this.#timers.set(timer, pending);
    return timer;
  }
}
