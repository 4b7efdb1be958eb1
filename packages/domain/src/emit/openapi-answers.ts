import type { JsonSchema } from "./openapi-schema.ts";

const text = { type: "string" };
const eventId = {
  type: "string",
  description: "The value that identifies the event, where its domain names one.",
};

/** Schemas of what is answered. */
export const answerSchemas: Readonly<Record<string, JsonSchema>> = {
  AcceptedItem: itemSchema("accepted", "All in-sync replicas have it.", {
    topic: text,
    partition: { type: "integer", format: "int32" },
    offset: { type: "integer", format: "int64" },
  }),
  RejectedItem: itemSchema("rejected", "The broker refuses it; sending it again does not help.", {
    reason: text,
  }),
  RetryItem: itemSchema("retry", "Not acknowledged; send it again with this event id.", { reason: text }),
  ItemResult: {
    oneOf: ["AcceptedItem", "RejectedItem", "RetryItem"].map(schemaRef),
    discriminator: {
      propertyName: "status",
      mapping: {
        accepted: "#/components/schemas/AcceptedItem",
        rejected: "#/components/schemas/RejectedItem",
        retry: "#/components/schemas/RetryItem",
      },
    },
  },
  AcceptedBatch: {
    type: "object",
    properties: {
      accepted: { type: "integer", description: "How many items were accepted." },
      results: { type: "array", items: schemaRef("AcceptedItem"), description: "One an item, in order." },
    },
    required: ["accepted", "results"],
  },
  ItemProblem: {
    type: "object",
    properties: {
      pointer: { type: "string", description: "JSON pointer into the body." },
      found: text,
      expected: text,
      suggestion: { type: "string", description: "What was probably meant by a misspelt name." },
    },
    required: ["pointer", "found", "expected"],
  },
  Problem: {
    type: "object",
    description: "What went wrong, as RFC 9457 has it.",
    properties: {
      type: { type: "string", format: "uri" },
      title: text,
      status: { type: "integer" },
      code: { type: "string", description: "Stable, for programs: INVALID_EVENT, KAFKA_UNAVAILABLE." },
      detail: text,
      problems: { type: "array", items: schemaRef("ItemProblem") },
      results: { type: "array", items: schemaRef("ItemResult") },
      suggestion: { type: "string", description: "A path that exists." },
    },
    required: ["type", "title", "status", "code", "detail"],
  },
};

/** Answers that every operation may give. */
export const answers: Readonly<Record<string, JsonSchema>> = {
  Invalid: problemAnswer(
    "Malformed JSON, or invalid items, every problem with its place. Nothing was published.",
  ),
  NotFound: problemAnswer("There is no such domain or type."),
  TooLarge: problemAnswer("The body is too large, or holds too many items."),
  UnsupportedMediaType: problemAnswer("The body is not application/json."),
  Rejected: problemAnswer("The broker refuses an item."),
  Unavailable: {
    ...problemAnswer("Kafka has not acknowledged every item, or the publisher starts or stops."),
    headers: {
      "Retry-After": { description: "Seconds to wait before it is sent again.", schema: { type: "integer" } },
    },
  },
};

/** The answers of an operation by status. @param accepted the schema of what is answered when all is well */
export function operationAnswers(accepted: string): JsonSchema {
  return {
    "202": {
      description: "All in-sync replicas have acknowledged every item.",
      content: { "application/json": { schema: schemaRef(accepted) } },
    },
    "400": answerRef("Invalid"),
    "404": answerRef("NotFound"),
    "413": answerRef("TooLarge"),
    "415": answerRef("UnsupportedMediaType"),
    "422": answerRef("Rejected"),
    "503": answerRef("Unavailable"),
  };
}

/** What a caller may send along, which becomes headers of the Kafka record. */
export const parameters: Readonly<Record<string, JsonSchema>> = {
  CorrelationId: {
    name: "correlation-id",
    in: "header",
    description: "Becomes a header of the Kafka record.",
    schema: { type: "string", pattern: "^[\\x21-\\x7e]{1,128}$" },
  },
  TraceParent: {
    name: "traceparent",
    in: "header",
    description: "W3C trace context; becomes a header of the Kafka record.",
    schema: text,
  },
};

export function schemaRef(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

function answerRef(name: string): JsonSchema {
  return { $ref: `#/components/responses/${name}` };
}

function problemAnswer(description: string): JsonSchema {
  return { description, content: { "application/problem+json": { schema: schemaRef("Problem") } } };
}

function itemSchema(status: string, description: string, properties: JsonSchema): JsonSchema {
  return {
    type: "object",
    description,
    properties: { status: { type: "string", const: status }, event_id: eventId, ...properties },
    required: ["status", ...Object.keys(properties)],
  };
}
