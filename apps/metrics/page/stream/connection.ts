import type { Frame } from "../contract/frames.ts";
import { backOffMs, retryAfterMs } from "./back-off.ts";
import { readFrames } from "./read-frames.ts";

/** How it stands with the connection to `/events`. Times are epoch milliseconds of this machine's clock. */
export type ConnectionState =
  | { readonly kind: "connecting"; readonly attempt: number }
  | { readonly kind: "open"; readonly since: number }
  | { readonly kind: "waiting"; readonly until: number; readonly attempt: number; readonly reason: string }
  | { readonly kind: "unauthorized"; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string };

/** What `setTimeout` gives. */
export type Timer = ReturnType<typeof setTimeout>;

/** What a connection works with; the defaults are the browser's own. */
export interface ConnectionOptions {
  /** Path and query of the stream. */
  readonly url: string;
  readonly headers: () => Readonly<Record<string, string>>;
  readonly onState: (state: ConnectionState) => void;
  readonly onFrame: (frame: Frame) => void;
  readonly fetch?: typeof fetch;
  readonly now?: () => number;
  readonly random?: () => number;
  readonly setTimer?: (action: () => void, ms: number) => Timer;
  readonly clearTimer?: (timer: Timer) => void;
}

/** Without a sign of life for so many heartbeats a connection counts as lost. */
const missedHeartbeats = 2.5;

/**
 * Keeps a connection to `/events`: goes on after the last position that it was told, waits longer after each failure, and
 * gives a silent connection up. EventSource cannot send an API key, so the stream is read by `fetch`.
 */
export class EventConnection {
  readonly #options: Required<ConnectionOptions>;
  #lastEventId = "";
  #attempt = 0;
  #heartbeatMs = 15_000;
  #isClosed = false;
  #abort = new AbortController();
  #timer: Timer | undefined;
  #watch: Timer | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = {
      fetch: (input, init) => fetch(input, init),
      now: Date.now,
      random: Math.random,
      setTimer: (action, ms) => setTimeout(action, ms),
      clearTimer: (timer) => clearTimeout(timer),
      ...options,
    };
  }

  /** Connects, at once when it is waiting; one that is open or being opened stays. */
  connect(): void {
    this.#clear();
    this.#attempt += 1;
    this.#abort = new AbortController();
    void this.#run(this.#abort.signal);
  }

  close(): void {
    this.#isClosed = true;
    this.#clear();
    this.#abort.abort();
  }

  /** Forgets the position: the next connection begins with a backfill. */
  startAnew(): void {
    this.#lastEventId = "";
    this.#attempt = 0;
    this.#abort.abort();
    this.connect();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { onState, now } = this.#options;
    onState({ kind: "connecting", attempt: this.#attempt });
    try {
      const response = await this.#request(signal);
      if (response.status === 401) return onState({ kind: "unauthorized", reason: await reasonOf(response) });
      if (response.status === 403) return onState({ kind: "refused", reason: await reasonOf(response) });
      if (!response.ok || response.body === null)
        return this.#wait(await reasonOf(response), retryAfterMs(response.headers.get("retry-after"), now()));
      onState({ kind: "open", since: now() });
      await this.#read(response.body, signal);
      if (!signal.aborted) this.#wait("the service ended the connection");
    } catch (error) {
      if (!signal.aborted || signal.reason === silent) this.#wait(lossOf(error, signal));
    }
  }

  #request(signal: AbortSignal): Promise<Response> {
    const { fetch, url, headers } = this.#options;
    const position: Record<string, string> =
      this.#lastEventId === "" ? {} : { "Last-Event-ID": this.#lastEventId };
    return fetch(url, {
      headers: { Accept: "text/event-stream", ...headers(), ...position },
      signal,
    });
  }

  async #read(body: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<void> {
    this.#expectSign();
    await readFrames({
      body,
      lastEventId: this.#lastEventId,
      onSign: () => this.#expectSign(),
      onFrame: (frame, lastEventId) => {
        if (signal.aborted) return;
        this.#note(frame, lastEventId);
        this.#options.onFrame(frame);
      },
    });
  }

  #note(frame: Frame, lastEventId: string): void {
    this.#attempt = 0;
    if (frame.type === "hello") this.#heartbeatMs = frame.data.heartbeat_ms;
    this.#lastEventId = frame.type === "reset" ? "" : lastEventId;
  }

  #expectSign(): void {
    const { setTimer, clearTimer } = this.#options;
    if (this.#watch !== undefined) clearTimer(this.#watch);
    this.#watch = setTimer(() => this.#abort.abort(silent), this.#heartbeatMs * missedHeartbeats);
  }

  #wait(reason: string, askedMs?: number): void {
    if (this.#isClosed) return;
    const { onState, now, random, setTimer } = this.#options;
    this.#clear();
    const attempt = this.#attempt + 1;
    const waitMs = askedMs ?? backOffMs(attempt, random());
    onState({ kind: "waiting", until: now() + waitMs, attempt, reason });
    this.#timer = setTimer(() => this.connect(), waitMs);
  }

  #clear(): void {
    const { clearTimer } = this.#options;
    for (const timer of [this.#timer, this.#watch]) if (timer !== undefined) clearTimer(timer);
    this.#timer = this.#watch = undefined;
  }
}

const silent = "silent";

function lossOf(error: unknown, signal: AbortSignal): string {
  if (signal.reason === silent) return "nothing came for too long";
  return error instanceof SyntaxError ? "what came cannot be read" : "the service cannot be reached";
}

/** What a problem answer says; else its status. */
async function reasonOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => undefined);
  if (typeof body === "object" && body !== null && "detail" in body) return String(body.detail);
  return `the service answered ${response.status}`;
}
