import { type Clock, systemClock } from "../clock.ts";
import { type FlinkCause, parseErrorChain } from "../errors/error-chain.ts";
import {
  FlinkRefusedError,
  FlinkTimeoutError,
  FlinkUnexpectedAnswerError,
  FlinkUnreachableError,
} from "../errors/connection-errors.ts";
import { FlinkError } from "../errors/flink-error.ts";
import { parseLosslessJson } from "../wire/lossless-json.ts";
import type { Shape } from "../wire/shape.ts";
import { type FetchAnswer, type FetchLike, systemFetch } from "./fetch.ts";

/** What every client of this library takes. */
export interface ConnectionOptions {
  /** The address, for example `http://localhost:8083`. */
  readonly url: string;
  /** Sends the requests; default: the platform's `fetch`. */
  readonly fetch?: FetchLike;
  /** Where time comes from; default: this machine's clock. */
  readonly clock?: Clock;
  /** Sent with every request, for a proxy that wants authentication. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long one request may take, in milliseconds; default 60,000. */
  readonly requestTimeoutMs?: number;
}

/** A refusal as the server sent it, before it is turned into an error of the family. */
export interface Refusal {
  readonly url: string;
  readonly status: number;
  /** Outermost first; of the last text that the server sent. */
  readonly chain: readonly FlinkCause[];
  readonly body: string;
}

/** One call of an endpoint. */
export interface HttpCall<T> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the client's address, with its slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly shape: Shape<T>;
  /** Completes `refused to …`: `list the jobs`. */
  readonly action: string;
  /** Sending it twice does the same as sending it once; only then is it repeated. GET always is. */
  readonly repeatable?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Turns a refusal into a better error than {@link FlinkRefusedError}; undefined keeps that one. */
  readonly onRefusal?: (refusal: Refusal) => FlinkError | undefined;
}

const REPEAT_DELAYS_MS = [100, 300, 900] as const;
const BUSY_STATUS = new Set([429, 502, 503, 504]);

/** Sends requests, repeats the safe ones, and turns every failure into the error family. */
export class HttpClient {
  readonly service: string;
  readonly url: string;
  readonly clock: Clock;
  readonly #fetch: FetchLike;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #timeoutMs: number;

  /** @param service how messages name the server: `SQL Gateway` */
  constructor(service: string, options: ConnectionOptions) {
    this.service = service;
    this.url = options.url.replace(/\/+$/, "");
    this.clock = options.clock ?? systemClock;
    this.#fetch = options.fetch ?? systemFetch;
    this.#headers = options.headers ?? {};
    this.#timeoutMs = options.requestTimeoutMs ?? 60_000;
  }

  /** @throws FlinkUnreachableError, FlinkTimeoutError, FlinkUnexpectedAnswerError, FlinkRefusedError */
  async call<T>(call: HttpCall<T>): Promise<T> {
    const url = this.url + call.path + queryString(call.query);
    const repeatable = call.repeatable ?? call.method === "GET";
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await this.#attempt(url, call);
      if (!("failure" in outcome)) return this.#read(url, call, outcome);
      const delayMs = REPEAT_DELAYS_MS[attempt];
      if (delayMs === undefined || !(repeatable || outcome.neverSent)) throw outcome.failure;
      await this.clock.sleep(Math.max(delayMs, outcome.retryAfterMs ?? 0), call.signal);
    }
  }

  async #attempt<T>(url: string, call: HttpCall<T>): Promise<Answer | FailedAttempt> {
    call.signal?.throwIfAborted();
    try {
      const answer = await this.#send(url, call);
      if (!BUSY_STATUS.has(answer.status)) return answer;
      // Whoever is told to slow down had no effect, so that even a creating call may be repeated.
      return { failure: this.#refusal(url, call, answer), neverSent: answer.status === 429, ...answer };
    } catch (error) {
      call.signal?.throwIfAborted();
      if (error instanceof FlinkError) return { failure: error, neverSent: false };
      return { failure: new FlinkUnreachableError(this.service, url, error), neverSent: wasNeverSent(error) };
    }
  }

  async #send<T>(url: string, call: HttpCall<T>): Promise<Answer> {
    const abort = new AbortController();
    const onAbort = () => abort.abort(call.signal?.reason);
    call.signal?.addEventListener("abort", onAbort, { once: true });
    const timer = new AbortController();
    const limit = new FlinkTimeoutError(`the ${this.service} to ${call.action}`, this.#timeoutMs);
    this.clock.sleep(this.#timeoutMs, timer.signal).then(
      () => abort.abort(limit),
      () => undefined,
    );
    try {
      const answer: FetchAnswer = await this.#fetch(url, {
        method: call.method,
        headers: {
          accept: "application/json",
          ...(call.body === undefined ? {} : { "content-type": "application/json" }),
          ...this.#headers,
        },
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        signal: abort.signal,
      });
      const retryAfterMs = secondsToMs(answer.headers.get("retry-after"));
      return { status: answer.status, body: await answer.text(), retryAfterMs };
    } catch (error) {
      throw abort.signal.aborted ? abort.signal.reason : error;
    } finally {
      timer.abort();
      call.signal?.removeEventListener("abort", onAbort);
    }
  }

  #read<T>(url: string, call: HttpCall<T>, answer: Answer): T {
    if (answer.status < 200 || answer.status > 299) throw this.#refusal(url, call, answer);
    try {
      return call.shape(answer.body === "" ? {} : parseLosslessJson(answer.body), "");
    } catch (error) {
      throw this.#unexpected(url, answer, error);
    }
  }

  #refusal<T>(url: string, call: HttpCall<T>, answer: Answer): FlinkError {
    const reasons = refusalReasons(answer.body);
    if (reasons === undefined)
      return this.#unexpected(url, answer, new Error("the body is no error message of it"));
    const chain = parseErrorChain(reasons.at(-1) ?? "");
    const refusal = { url, status: answer.status, chain, body: answer.body };
    return (
      call.onRefusal?.(refusal) ??
      new FlinkRefusedError({ service: this.service, action: call.action, ...refusal })
    );
  }

  #unexpected(url: string, answer: Answer, error: unknown): FlinkUnexpectedAnswerError {
    const problem =
      error instanceof SyntaxError ? "the body is not JSON, or cut off" : (error as Error).message;
    return new FlinkUnexpectedAnswerError({ service: this.service, url, ...answer, problem, cause: error });
  }
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly retryAfterMs: number | undefined;
}

interface FailedAttempt {
  readonly failure: FlinkError;
  readonly neverSent: boolean;
  readonly retryAfterMs?: number | undefined;
}

/** The reasons in `{"errors": […]}` of Flink; Confluent Cloud's are objects with a `detail`. */
function refusalReasons(body: string): readonly string[] | undefined {
  try {
    const parsed = JSON.parse(body) as { errors?: unknown; message?: unknown };
    if (!Array.isArray(parsed.errors))
      return typeof parsed.message === "string" ? [parsed.message] : undefined;
    return parsed.errors.map((entry: unknown) => (typeof entry === "string" ? entry : detailOf(entry)));
  } catch {
    return undefined;
  }
}

function detailOf(entry: unknown): string {
  const { detail, title } = (entry ?? {}) as { detail?: unknown; title?: unknown };
  return String(detail ?? title ?? JSON.stringify(entry));
}

/** A connection that was never made carried no request. */
function wasNeverSent(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : undefined;
  return cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED";
}

/** What a server asks to wait, at most half a minute. */
function secondsToMs(seconds: string | null): number | undefined {
  const wait = Number(seconds ?? Number.NaN);
  return Number.isNaN(wait) || wait < 0 ? undefined : Math.min(wait, 30) * 1000;
}

function queryString(query: Readonly<Record<string, string | undefined>> | undefined): string {
  const given = Object.entries(query ?? {}).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}
