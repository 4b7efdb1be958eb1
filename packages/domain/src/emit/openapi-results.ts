import type { JsonSchema } from "./openapi-schema.ts";

const text = { type: "string" };
const count = { type: "integer", minimum: 0 };
const eventId = {
  type: "string",
  description: "What identifies the event: the value that its domain names, or one that was made.",
};
const topic = { type: "string", description: "The Kafka topic." };

/** How many items there are of each result. */
export const resultCounts: JsonSchema = { duplicate: count, invalid: count, rejected: count, retry: count };

/** Schemas of what became of items. */
export const resultSchemas: Readonly<Record<string, JsonSchema>> = {
  AcceptedItem: keptItem(
    "accepted",
    "It is kept: all in-sync replicas have it, or it is in the spool, on disk.",
  ),
  DuplicateItem: placedWhereKept(
    keptItem(
      "duplicate",
      "It was kept before under this id; that is where. A dry run names no place for an event that comes twice in it.",
    ),
  ),
  ValidItem: itemSchema("valid", "A dry run: it would be kept.", { event_id: eventId, topic }),
  InvalidItem: itemSchema("invalid", "It is no event of its type; nothing of it was published.", {
    problems: {
      type: "array",
      items: schemaRef("ItemProblem"),
      minItems: 1,
      description: "Everything that is wrong.",
    },
  }),
  RejectedItem: notKept("rejected", "Kafka refuses it; sending it again does not help."),
  RetryItem: notKept("retry", "It is kept nowhere; send it again with this id."),
  ItemResult: union(
    ["accepted", "duplicate", "valid", "invalid", "rejected", "retry"],
    "What became of one item.",
  ),
  KeptItem: union(["accepted", "duplicate"], "An event that is kept."),
  DryRunItem: union(["valid", "duplicate"], "What would become of an event."),
  BatchResult: batchSchema("accepted", "What became of every item."),
  DryRunResult: batchSchema("valid", "What would become of every item."),
  ItemProblem: {
    type: "object",
    properties: {
      pointer: {
        type: "string",
        description: "JSON pointer into the body; that of a batch begins with the item's place.",
      },
      found: text,
      expected: text,
      suggestion: { type: "string", description: "What was probably meant by a misspelt name." },
    },
    required: ["pointer", "found", "expected"],
  },
};

export function schemaRef(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

function batchSchema(good: "accepted" | "valid", description: string): JsonSchema {
  return {
    type: "object",
    description,
    properties: {
      [good]: count,
      ...resultCounts,
      results: { type: "array", items: schemaRef("ItemResult"), description: "One an item, in order." },
      problem: {
        ...schemaRef("Problem"),
        description: "Why the rest of the body was not taken, where it broke off behind these items.",
      },
    },
    required: [good, ...Object.keys(resultCounts), "results"],
  };
}

function keptItem(status: string, description: string): JsonSchema {
  const schema = itemSchema(status, description, {
    event_id: eventId,
    stored_in: { type: "string", enum: ["kafka", "spool"] },
    topic,
  });
  const inKafka = {
    partition: { type: "integer", format: "int32", minimum: 0 },
    offset: { type: "integer", format: "int64", minimum: 0 },
  };
  return {
    ...schema,
    properties: { ...(schema["properties"] as JsonSchema), ...inKafka },
    oneOf: [
      { properties: { stored_in: { const: "kafka" } }, required: ["partition", "offset"] },
      { properties: { stored_in: { const: "spool" } } },
    ],
  };
}

/** The same, where it may be that nothing is kept anywhere. */
function placedWhereKept(schema: JsonSchema): JsonSchema {
  const [inKafka, inSpool] = schema["oneOf"] as readonly JsonSchema[];
  return {
    ...schema,
    required: (schema["required"] as readonly string[]).filter((name) => name !== "stored_in"),
    oneOf: [
      { ...inKafka, required: ["stored_in", "partition", "offset"] },
      { ...inSpool, required: ["stored_in"] },
      { not: { required: ["stored_in"] } },
    ],
  };
}

function notKept(status: string, description: string): JsonSchema {
  return itemSchema(status, description, {
    event_id: eventId,
    code: { type: "string", description: "Stable, for programs: KAFKA_RECORD_REFUSED, SPOOL_FULL." },
    reason: text,
  });
}

function itemSchema(status: string, description: string, properties: JsonSchema): JsonSchema {
  return {
    type: "object",
    description,
    properties: { status: { type: "string", const: status }, ...properties },
    required: ["status", ...Object.keys(properties)],
  };
}

function union(statuses: readonly string[], description: string): JsonSchema {
  const nameOf = (status: string) => `${status.slice(0, 1).toUpperCase()}${status.slice(1)}Item`;
  return {
    description,
    oneOf: statuses.map((status) => schemaRef(nameOf(status))),
    discriminator: {
      propertyName: "status",
      mapping: Object.fromEntries(
        statuses.map((status) => [status, `#/components/schemas/${nameOf(status)}`]),
      ),
    },
  };
}
