import { createHash } from "node:crypto";
import { type Answer, problemAnswer } from "@millrace/http";
import type { ProblemAnswer } from "../http/problem.ts";
import { BodyFault } from "../body/body-fault.ts";
import type { Answers, Begun, KeyedRun, KnownAnswer, StoredAnswer } from "../receipts/idempotency.ts";
import type { EventBody } from "./event-body.ts";
import { type Taken, takeEvents, type TakeOptions } from "./take-events.ts";

/** A request that came with an `Idempotency-Key`. */
export interface KeyedRequest {
  readonly answers: Answers;
  /** The caller and the route: the same key of another caller is another key. */
  readonly scope: string;
  readonly key: string;
}

const reused: ProblemAnswer = {
  status: 422,
  code: "IDEMPOTENCY_KEY_REUSED",
  title: "Idempotency key used before",
  detail:
    "The Idempotency-Key was used for another body. Send the body of the first request, or another key.",
};

/**
 * Takes the events of a body in, and leaves the body. A request that came with a key is given the answer again that the same
 * request was given before.
 * @throws as takeEvents
 */
export async function takeBody(
  body: EventBody,
  keyed: KeyedRequest | undefined,
  options: TakeOptions,
): Promise<Taken> {
  try {
    return await (keyed === undefined ? takeEvents(body, options) : takeKeyedEvents(body, keyed, options));
  } finally {
    if (!body.isWhole) body.leave();
  }
}

async function takeKeyedEvents(body: EventBody, request: KeyedRequest, options: TakeOptions): Promise<Taken> {
  const { answers, scope, key } = request;
  const bodyHash = body.isWhole ? sha256(body.bytes) : undefined;
  const begun: Begun = answers.begin(scope, key, bodyHash);
  if (begun.kind === "in-use") return refused(inUse(begun.retryAfterSeconds));
  if (begun.kind === "reused") return refused(reused);
  if (begun.kind === "known") return known(begun, bodyHash ?? (await hashOf(body)));
  return await run(body, { begun, bodyHash }, options);
}

async function run(
  body: EventBody,
  { begun, bodyHash }: { readonly begun: KeyedRun; readonly bodyHash: Buffer | undefined },
  options: TakeOptions,
): Promise<Taken> {
  try {
    const taken = await takeEvents(body, { ...options, idOf: begun.idOf });
    const { answer, retries, isBroken } = taken;
    if (isBroken || answer.status >= 500) await begun.abandon();
    else if (retries > 0) await begun.abandon(bodyHash ?? hashOfRead(body));
    else await begun.settle(toStored(answer), bodyHash ?? hashOfRead(body));
    return taken;
  } catch (error) {
    await begun.abandon();
    throw error;
  }
}

function known(begun: KnownAnswer, bodyHash: Uint8Array): Taken {
  const stored = begun.answerFor(bodyHash);
  if (stored === undefined) return refused(reused);
  const { status, contentType, body } = stored;
  return refused({ status, contentType, body, headers: ["Idempotency-Replayed", "true"] });
}

function refused(answer: Answer | ProblemAnswer): Taken {
  const sent = "contentType" in answer ? answer : problemAnswer(answer);
  return { answer: sent, items: 0, retries: 0, isBroken: false };
}

function inUse(retryAfterSeconds: number): ProblemAnswer {
  return {
    status: 409,
    code: "IDEMPOTENCY_KEY_IN_USE",
    title: "Idempotency key in use",
    detail:
      "A request with this Idempotency-Key is under way. Its answer is given to a repeat when it is done.",
    retryAfterSeconds,
  };
}

function toStored({ status, contentType, body }: Answer): StoredAnswer {
  return { status, contentType, body: typeof body === "string" ? Buffer.from(body) : body };
}

/** Reads a body to its end only to know which it is. @throws BodyFault */
async function hashOf(body: EventBody): Promise<Buffer> {
  if (!body.isWhole) {
    for await (const { fault } of body.portions()) if (fault instanceof BodyFault) throw fault;
  }
  return hashOfRead(body);
}

function hashOfRead(body: EventBody): Buffer {
  return body.isWhole ? sha256(body.bytes) : body.hash();
}

function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
