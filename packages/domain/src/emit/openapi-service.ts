import { answerRef, jsonAnswer } from "./openapi-answers.ts";
import { schemaRef } from "./openapi-results.ts";
import type { JsonSchema } from "./openapi-schema.ts";

const text = { type: "string" };
const topic = { type: "string", description: "The Kafka topic." };
const receivedAt = { type: "string", format: "date-time", description: "When it was received." };
const checkStatus = { type: "string", enum: ["UP", "DEGRADED", "DOWN"] };

/** Schemas of what the service says beside taking events. */
export const serviceSchemas: Readonly<Record<string, JsonSchema>> = {
  EventPlaces: {
    type: "object",
    description: "Where an event is. The same id may be that of events in several topics.",
    properties: {
      event_id: text,
      found: {
        type: "array",
        minItems: 1,
        items: { oneOf: [schemaRef("PublishedEvent"), schemaRef("SpooledEvent")] },
      },
    },
    required: ["event_id", "found"],
  },
  PublishedEvent: {
    type: "object",
    properties: {
      status: { type: "string", const: "published" },
      topic,
      partition: { type: "integer", format: "int32", minimum: 0 },
      offset: { type: "integer", format: "int64", minimum: 0 },
      received_at: receivedAt,
    },
    required: ["status", "topic", "partition", "offset", "received_at"],
  },
  SpooledEvent: {
    type: "object",
    properties: { status: { type: "string", const: "spooled" }, topic, received_at: receivedAt },
    required: ["status", "topic", "received_at"],
  },
  Health: {
    type: "object",
    description:
      "UP, DEGRADED (events are taken, something else does not work) or DOWN (no events are taken).",
    properties: {
      status: checkStatus,
      phase: {
        type: "string",
        description: "Where the service is in its life: starting, serving, stopping.",
      },
      checks: {
        type: "object",
        additionalProperties: { type: "object", properties: { status: checkStatus } },
      },
    },
    required: ["status"],
  },
};

/** The paths beside those of events. */
export function servicePaths(): readonly (readonly [string, JsonSchema])[] {
  return [
    ["/api/events/{event_id}", { get: whereabouts }],
    ["/health", health("getHealth", "How everything is that the service works with.", true)],
    ["/health/live", health("getLiveness", "Whether the process answers.", false)],
    ["/health/ready", health("getReadiness", "Whether events can be taken now.", false)],
  ];
}

const whereabouts: JsonSchema = {
  operationId: "getEventPlaces",
  tags: ["service"],
  summary: "Where an event went.",
  parameters: [
    {
      name: "event_id",
      in: "path",
      required: true,
      description: "The id that was answered when it was posted.",
      schema: { type: "string", minLength: 1, maxLength: 512 },
    },
  ],
  responses: {
    "200": jsonAnswer("It is known.", schemaRef("EventPlaces")),
    "401": answerRef("Unauthenticated"),
    "403": answerRef("Forbidden"),
    "404": {
      description: "No event of this id is remembered; how far back events are is told.",
      content: { "application/problem+json": { schema: schemaRef("Problem") } },
    },
    default: answerRef("Problem"),
  },
};

function health(operationId: string, summary: string, isGuarded: boolean): JsonSchema {
  const content = { "application/json": { schema: schemaRef("Health") } };
  return {
    get: {
      operationId,
      tags: ["service"],
      summary,
      ...(isGuarded ? {} : { security: [] }),
      responses: {
        "200": { description: "It is well, or well enough to take events.", content },
        ...(isGuarded ? { "401": answerRef("Unauthenticated"), "403": answerRef("Forbidden") } : {}),
        "503": { description: "No events can be taken.", content },
        default: answerRef("Problem"),
      },
    },
  };
}
