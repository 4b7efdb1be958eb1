import { setTimeout as sleep } from "node:timers/promises";
import {
  ConnectAnswerError,
  ConnectBusyError,
  ConnectUnreachableError,
  messageOf,
} from "./connect-errors.ts";
import { type Redact, showAll } from "./redact.ts";

/** Where a Connect worker's REST interface is and how it is asked. */
export interface ConnectOptions {
  /** `http://127.0.0.1:8083`. */
  readonly url: string;
  /**
   * How long one request may take, in milliseconds. Default 100,000: while a worker starts its connectors it answers none,
   * and says so itself after 90,000.
   */
  readonly timeoutMs?: number;
  /** For how long a request is repeated while the workers rebalance, in milliseconds. Default 30,000. */
  readonly busyTimeoutMs?: number;
  /** Default: the platform's. */
  readonly fetch?: typeof fetch;
  /** Hides secrets in what Connect says. Default: hides nothing. */
  readonly redact?: Redact;
  /** Waits before a repetition. Default: a timer. */
  readonly delay?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** One request; `body` is sent as JSON. */
export interface ConnectRequest {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** 409: a rebalance is under way; 503: the worker is starting. Every request made here may be repeated. */
const busyStatuses = new Set([409, 503]);
/** The same two, as some requests are answered with 500 instead, and a worker that has much to start. */
const busyMessage = /rebalance|worker is still starting|leader is unknown|request timed out/i;
const busyDelayMs = 200;

/** The one place that talks HTTP to Kafka Connect. */
export class ConnectHttp {
  readonly #url: string;
  readonly #timeoutMs: number;
  readonly #busyTimeoutMs: number;
  readonly #redact: Redact;
  readonly #fetch: typeof fetch;
  readonly #delay: (ms: number, signal?: AbortSignal) => Promise<void>;

  constructor(options: ConnectOptions) {
    this.#url = options.url.replace(/\/+$/, "");
    this.#timeoutMs = options.timeoutMs ?? 100_000;
    this.#busyTimeoutMs = options.busyTimeoutMs ?? 30_000;
    this.#redact = options.redact ?? showAll;
    this.#fetch = options.fetch ?? fetch;
    this.#delay =
      options.delay ?? ((ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }));
  }

  /**
   * The JSON of a success; undefined for an empty one and for 404.
   *
   * @throws ConnectUnreachableError, ConnectAnswerError, ConnectBusyError
   */
  async send(request: ConnectRequest): Promise<unknown> {
    const url = `${this.#url}${request.path}`;
    for (let waitedMs = 0; ; waitedMs += busyDelayMs) {
      const { status, body } = await this.#sendOnce(url, request);
      if (status === 404 && messageOf(body) !== undefined) return undefined;
      if (status < 300) return parseSuccess(request.method, url, { status, body, redact: this.#redact });
      const isBusy = busyStatuses.has(status) || (status === 500 && busyMessage.test(body));
      if (!isBusy)
        throw new ConnectAnswerError(request.method, url, { status, body: this.#redactBody(body) });
      if (waitedMs >= this.#busyTimeoutMs) {
        throw new ConnectBusyError(request.method, url, {
          waitedMs,
          answer: this.#redact(messageOf(body) ?? String(status)),
        });
      }
      await this.#delay(busyDelayMs, request.signal);
    }
  }

  /** Connect's own message is read first: hiding a value in JSON might leave none. */
  #redactBody(body: string): string {
    const message = messageOf(body);
    if (message === undefined) return this.#redact(body);
    return JSON.stringify({ error_code: 0, message: this.#redact(message) });
  }

  async #sendOnce(
    url: string,
    { method, body, signal }: ConnectRequest,
  ): Promise<{ readonly status: number; readonly body: string }> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    try {
      const response = await this.#fetch(url, {
        method,
        headers: { accept: "application/json", "content-type": "application/json" },
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.text() };
    } catch (error) {
      signal?.throwIfAborted();
      throw new ConnectUnreachableError(url, error);
    }
  }
}

function parseSuccess(
  method: string,
  url: string,
  { redact, ...answer }: { readonly status: number; readonly body: string; readonly redact: Redact },
): unknown {
  if (answer.body === "") return undefined;
  try {
    return JSON.parse(answer.body);
  } catch {
    throw new ConnectAnswerError(method, url, { ...answer, body: redact(answer.body) });
  }
}
