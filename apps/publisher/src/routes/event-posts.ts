import type { IncomingMessage, ServerResponse } from "node:http";
import type { LogSink } from "@millrace/common";
import {
  type AddressOf,
  type Answer,
  type Caller,
  correlationIdOf,
  type Cors,
  type Gate,
  type Lifecycle,
  networkOf,
  problemAnswer,
  sendAnswer,
} from "@millrace/http";
import { publisherFailed, type ProblemAnswer } from "../http/problem.ts";
import type { Admission } from "../admission/admission.ts";
import { BodyMemory, NoRoomError } from "../admission/body-memory.ts";
import { SlowBodies } from "../admission/slow-bodies.ts";
import { type Allowance, type ClientRates, rateLimitHeader } from "../admission/client-rates.ts";
import type { HeldAnswers } from "../admission/held-answers.ts";
import { BodyAbortedError, BodyFault } from "../body/body-fault.ts";
import { type BodyLimits, memoryOf } from "../body/body-limits.ts";
import type { Metrics } from "../health/metrics.ts";
import type { Ingest } from "../intake/ingest.ts";
import { type Answers, isIdempotencyKey } from "../receipts/idempotency.ts";
import { faultProblem } from "./answers.ts";
import { readEventBody } from "./event-body.ts";
import { traceparentOf } from "./traceparent.ts";
import { pathOf, type PostTarget } from "./event-paths.ts";
import { takeBody } from "./keyed-events.ts";
import { invalidKey, overloaded, rateLimited, whatIsTaken } from "./post-problems.ts";
import { postQuery } from "./post-query.ts";
import { factsOf } from "./request-context.ts";

/** What POSTs of events work with. */
export interface EventPostOptions {
  readonly ingest: Ingest;
  readonly lifecycle: Lifecycle;
  readonly admission: Admission;
  readonly held: HeldAnswers;
  /** Without it clients may send as many events as they like. */
  readonly rates?: ClientRates;
  readonly gate: Gate;
  readonly cors: Cors;
  /** Without it an `Idempotency-Key` means nothing. */
  readonly answers?: Answers;
  readonly addressOf: AddressOf;
  readonly limits: BodyLimits;
  readonly metrics: Metrics;
  readonly log: LogSink;
}

/** One request. */
interface Post {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: PostTarget;
  readonly correlationId: string;
  readonly startedAt: number;
  readonly memory: BodyMemory;
}

/** Takes the events of POSTs in and answers them. It works on node's own requests, below Express and without it. */
export class EventPosts {
  readonly #options: EventPostOptions;
  readonly #slow = new SlowBodies();
  /** Requests that wait for their clients give their turn to others. */
  readonly #makeRoom = (): boolean => this.#slow.giveWay(performance.now());

  constructor(options: EventPostOptions) {
    this.#options = options;
  }

  /** Answers a request; never throws. */
  handle(request: IncomingMessage, response: ServerResponse, target: PostTarget): void {
    const { lifecycle, admission, cors } = this.#options;
    const startedAt = performance.now();
    const length = request.headers["content-length"];
    const isEncoded = request.headers["content-encoding"] !== undefined;
    const { isBatch } = target;
    const bytes = memoryOf(length === undefined ? undefined : Number(length), { isBatch, isEncoded });
    const correlationId = correlationIdOf(request);
    const memory = new BodyMemory(admission, bytes);
    const post: Post = { request, response, target, correlationId, startedAt, memory };
    if (cors.handle(request, response)) return;
    const { refusal } = lifecycle;
    if (refusal !== undefined) return this.#send(post, problemAnswer(refusal));
    if (!admission.enter(bytes, this.#makeRoom)) return this.#delay(post, overloaded);
    lifecycle.enter();
    void this.#run(post);
  }

  async #run(post: Post): Promise<void> {
    const { lifecycle } = this.#options;
    let isTypical = false;
    try {
      isTypical = await this.#answer(post);
    } catch (error) {
      this.#fail(post, error);
    } finally {
      this.#slow.remove(post.memory);
      post.memory.leave(isTypical ? performance.now() - post.startedAt : undefined);
      lifecycle.leave();
    }
  }

  /** @returns whether how long it took says how busy it is here */
  async #answer(post: Post): Promise<boolean> {
    const { gate, rates } = this.#options;
    const checked = gate.check(post.request, post.target.need);
    const caller = checked instanceof Promise ? await checked : checked;
    if (caller.isDenied) return this.#refuse(post, caller);
    const query = postQuery(post.request.url ?? "");
    if ("code" in query) return this.#refuse(post, query);
    if (rates === undefined) return await this.#take(post, caller, query.isDryRun);
    const client = this.#clientOf(caller, post.request);
    const allowance = rates.ask(client);
    if (!allowance.isLeft) return this.#limit(post, rates, allowance);
    return await this.#take(post, caller, query.isDryRun, (events) => [
      "RateLimit-Policy",
      rates.policy,
      "RateLimit",
      rateLimitHeader(rates.spend(client, events)),
    ]);
  }

  async #take(
    post: Post,
    caller: Caller,
    isDryRun: boolean,
    headersFor?: (events: number) => readonly string[],
  ): Promise<boolean> {
    const { request, response, target, memory } = post;
    const { ingest, limits, answers } = this.#options;
    const given = answers === undefined ? undefined : request.headers["idempotency-key"];
    if (given !== undefined && (typeof given !== "string" || !isIdempotencyKey(given)))
      return this.#refuse(post, invalidKey);
    // A dry run keeps nothing, and nothing is said twice by it.
    const key = isDryRun ? undefined : given;
    const { isBatch } = target;
    const isHashed = key !== undefined;
    this.#slow.add(memory, post.startedAt);
    const body = await readEventBody(request, response, { isBatch, limits, isHashed, memory });
    // A large one is read, and may be waited for, while it is taken.
    if (body.isWhole) this.#slow.remove(memory);
    const options = { ingest, target, limits, context: this.#contextOf(post, isDryRun) };
    const keyed =
      key === undefined || answers === undefined
        ? undefined
        : { answers, scope: `${caller.id} ${pathOf(request.url ?? "")}`, key };
    const taken = await takeBody(body, keyed, options);
    this.#send(post, taken.answer, headersFor?.(taken.items));
    return body.isWhole;
  }

  #contextOf({ request, correlationId }: Post, isDryRun: boolean) {
    const traceparent = traceparentOf(request);
    const facts = factsOf(request, correlationId, this.#options.addressOf);
    const seen = isDryRun ? { seen: new Set<string>() } : {};
    return { request: facts, isDryRun, ...seen, ...(traceparent === undefined ? {} : { traceparent }) };
  }

  #clientOf(caller: Caller, request: IncomingMessage): string {
    return caller.id === "anonymous" ? networkOf(this.#options.addressOf(request)) : caller.id;
  }

  #limit(post: Post, rates: ClientRates, allowance: Allowance): false {
    this.#delay(post, rateLimited(rates, allowance));
    return false;
  }

  /** Answers a moment later, or at once and for the last time on this connection. */
  #delay(post: Post, problem: ProblemAnswer): void {
    const answer = problemAnswer(problem);
    if (this.#options.held.hold(() => this.#send(post, answer))) return;
    this.#send(post, answer, ["Connection", "close"]);
  }

  #refuse(post: Post, problem: ProblemAnswer): false {
    this.#send(post, problemAnswer(problem));
    return false;
  }

  #fail(post: Post, error: unknown): void {
    if (error instanceof BodyFault) {
      const problem = faultProblem(error);
      const headers = error.status === 415 ? whatIsTaken : {};
      return this.#send(post, problemAnswer({ ...problem, headers }));
    }
    if (error instanceof NoRoomError) return this.#delay(post, overloaded);
    if (error instanceof BodyAbortedError) return this.#measure(post, "aborted");
    const { route } = post.target;
    this.#options.log.error({ err: error, route, correlationId: post.correlationId }, "request failed");
    this.#send(post, problemAnswer(publisherFailed));
  }

  #send(post: Post, answer: Answer, more: readonly string[] = []): void {
    const { request, response, correlationId } = post;
    const headers = ["Correlation-Id", correlationId, ...(answer.headers ?? []), ...more];
    if (this.#options.lifecycle.phase === "draining") headers.push("Connection", "close");
    const isGone = response.destroyed;
    sendAnswer(request, response, { ...answer, headers });
    this.#measure(post, isGone ? "aborted" : answer.status);
  }

  #measure({ target, correlationId, startedAt }: Post, status: number | "aborted"): void {
    const { metrics, log } = this.#options;
    const { route } = target;
    const seconds = (performance.now() - startedAt) / 1000;
    metrics.request("POST", route, status, seconds);
    if (status === "aborted" || status < 500) return;
    const durationMs = Math.round(seconds * 1000);
    log.warn({ method: "POST", route, status, durationMs, correlationId }, "request not served");
  }
}
