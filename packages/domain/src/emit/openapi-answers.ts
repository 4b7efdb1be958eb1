import { resultCounts, schemaRef } from "./openapi-results.ts";
import type { JsonSchema } from "./openapi-schema.ts";

const text = { type: "string" };

/** The schema of every answer that is no success. */
export const problemSchema: JsonSchema = {
  type: "object",
  description: "What went wrong, as RFC 9457 has it.",
  properties: {
    type: { type: "string", format: "uri" },
    title: text,
    status: { type: "integer" },
    code: { type: "string", description: "Stable, for programs: INVALID_EVENT, KAFKA_UNAVAILABLE." },
    detail: text,
    problems: {
      type: "array",
      items: schemaRef("ItemProblem"),
      description: "Everything that is wrong with a single event.",
    },
    ...resultCounts,
    results: {
      type: "array",
      items: schemaRef("ItemResult"),
      description: "One an item of a batch, in order: none of them is kept.",
    },
    horizon_seconds: {
      type: "integer",
      description: "Where an event is not known: for how long events are remembered.",
    },
    suggestion: { type: "string", description: "A path that exists." },
  },
  required: ["type", "title", "status", "code", "detail"],
};

/** Headers that answers have. */
export const answerHeaders: Readonly<Record<string, JsonSchema>> = {
  CorrelationId: {
    description: "The request's correlation id: the caller's, or one that was made.",
    schema: text,
  },
  RetryAfter: {
    description: "Seconds to wait before the same is sent again.",
    schema: { type: "integer", minimum: 0 },
  },
  RateLimit: {
    description: "What is left of the caller's limit, as draft-ietf-httpapi-ratelimit-headers has it.",
    schema: text,
  },
  RateLimitPolicy: { description: "The caller's limit.", schema: text },
  IdempotencyReplayed: {
    description: "true: the answer is that of the first request with the same Idempotency-Key.",
    schema: { type: "string", const: "true" },
  },
  Authenticate: { description: "How callers say who they are (RFC 6750).", schema: text },
};

const limits = { RateLimit: headerRef("RateLimit"), "RateLimit-Policy": headerRef("RateLimitPolicy") };
const later = { "Retry-After": headerRef("RetryAfter") };

/** Answers that several operations may give. */
export const answers: Readonly<Record<string, JsonSchema>> = {
  Invalid: problemAnswer(
    "Malformed JSON, an unknown query parameter, or no item that is kept: each is invalid, with every problem and its place, or Kafka refuses it.",
  ),
  Unauthenticated: problemAnswer("Who sends this is not known, and has to be.", {
    "WWW-Authenticate": headerRef("Authenticate"),
  }),
  Forbidden: problemAnswer("The caller lacks the role that is named.", {
    "WWW-Authenticate": headerRef("Authenticate"),
  }),
  NotFound: problemAnswer("There is no such domain or type."),
  KeyInUse: problemAnswer("A request with the same Idempotency-Key is under way.", later),
  TooLarge: problemAnswer("The body is too large, or holds too many items."),
  UnsupportedMediaType: problemAnswer("The body is of another media type or content encoding, or not UTF-8."),
  KeyReused: problemAnswer("The Idempotency-Key was used for another body."),
  TooManyRequests: problemAnswer("The caller sends more events than it may.", {
    ...later,
    ...limits,
  }),
  Unavailable: problemAnswer(
    "Nothing was kept: neither Kafka nor the spool takes events, or the publisher is overloaded, starts or stops.",
    later,
  ),
  Problem: problemAnswer("Any other problem."),
};

/** What becomes of a request's items: the schemas of its answers. */
export interface PostAnswers {
  /** Of the answer when every item is kept. */
  readonly kept: JsonSchema;
  /** Of a dry run in which every item is valid. */
  readonly valid: JsonSchema;
  /** Of a batch of which only a part is kept. */
  readonly mixed?: JsonSchema;
}

/** The answers of a post by status. */
export function postAnswers({ kept, valid, mixed }: PostAnswers): JsonSchema {
  return {
    "200": jsonAnswer("A dry run: every item would be kept.", valid),
    "202": {
      ...jsonAnswer("Every item is kept: in Kafka, or in the spool, from where it comes to Kafka.", kept),
      headers: {
        "correlation-id": headerRef("CorrelationId"),
        "Idempotency-Replayed": headerRef("IdempotencyReplayed"),
        ...limits,
      },
    },
    ...(mixed === undefined
      ? {}
      : { "207": jsonAnswer("Not the same became of every item: the results say what.", mixed) }),
    "400": answerRef("Invalid"),
    "401": answerRef("Unauthenticated"),
    "403": answerRef("Forbidden"),
    "404": answerRef("NotFound"),
    "409": answerRef("KeyInUse"),
    "413": answerRef("TooLarge"),
    "415": answerRef("UnsupportedMediaType"),
    "422": answerRef("KeyReused"),
    "429": answerRef("TooManyRequests"),
    "503": answerRef("Unavailable"),
    default: answerRef("Problem"),
  };
}

/** An answer of `application/json`. */
export function jsonAnswer(description: string, schema: JsonSchema): JsonSchema {
  return {
    description,
    headers: { "correlation-id": headerRef("CorrelationId") },
    content: { "application/json": { schema } },
  };
}

export function answerRef(name: string): JsonSchema {
  return { $ref: `#/components/responses/${name}` };
}

function headerRef(name: string): JsonSchema {
  return { $ref: `#/components/headers/${name}` };
}

function problemAnswer(description: string, headers: JsonSchema = {}): JsonSchema {
  return {
    description,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    content: { "application/problem+json": { schema: schemaRef("Problem") } },
  };
}
