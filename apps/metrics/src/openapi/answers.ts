import type { JsonSchema } from "@millrace/domain";

const text = { type: "string" };
const number = { type: ["integer", "null"] };
const instant = { type: "string", format: "date-time" };

/** A reference to a schema of the document. */
export function schemaRef(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

/** What went wrong, as RFC 9457 has it. */
export const problemSchema: JsonSchema = {
  type: "object",
  description: "What went wrong, as RFC 9457 has it.",
  properties: {
    type: { ...text, format: "uri" },
    title: text,
    status: { type: "integer" },
    code: { ...text, description: "Stable, for programs: INVALID_QUERY, QUERY_TIMEOUT." },
    detail: text,
    problems: {
      type: "array",
      description: "Everything that is wrong with a query.",
      items: {
        type: "object",
        properties: { parameter: text, found: text, expected: text, suggestion: text },
        required: ["parameter", "found", "expected"],
      },
    },
    suggestion: { ...text, description: "A path that exists." },
  },
  required: ["type", "title", "status", "code", "detail"],
};

/** What an answer with rows says besides them. */
const answerFacts: Readonly<Record<string, JsonSchema>> = {
  domain: text,
  table: text,
  next_cursor: {
    type: ["string", "null"],
    description: "What the next page is asked for by; null: there is none.",
  },
  as_of: { ...instant, description: "When the rows were read." },
  event_time_lag_ms: {
    ...number,
    description: "How old the newest event is that results have; null: not known.",
  },
  processing_lag_ms: {
    ...number,
    description:
      "How long the oldest event is here that results do not have; 0: they have all; null: not known.",
  },
  newest_event_at: {
    type: ["string", "null"],
    format: "date-time",
    description: "Event time of the newest event.",
  },
};

/** An answer with rows. @param items the schema of a row */
export function rowsAnswerSchema(items: JsonSchema): JsonSchema {
  const properties = { ...answerFacts, rows: { type: "array", items } };
  return { type: "object", properties, required: Object.keys(properties) };
}

const headers = Object.fromEntries(
  [
    ["ETag", "Changes with the rows, not with the lags; If-None-Match is answered 304."],
    ["Millrace-As-Of", "as_of."],
    ["Millrace-Event-Time-Lag-Ms", "event_time_lag_ms; empty: not known."],
    ["Millrace-Processing-Lag-Ms", "processing_lag_ms; empty: not known."],
    ["Millrace-Newest-Event-At", "newest_event_at; empty: not known."],
    ["Millrace-Next-Cursor", "next_cursor, where there is one."],
  ].map(([name, description]) => [name, { description, schema: text }]),
);

/** The answers of a query for rows, by status. @param schema of the JSON */
export function rowsAnswers(schema: JsonSchema): JsonSchema {
  return {
    "200": {
      description: "Rows.",
      headers,
      content: {
        "application/json": { schema },
        "text/csv": { schema: { ...text, description: "A header line, then a line a row (RFC 4180)." } },
      },
    },
    "304": { description: "The client has these rows.", headers },
    ...refusals("400", "401", "403", "404", "503"),
  };
}

const words = {
  "400": ["Invalid", "The query is wrong: problems says where, what was found and what was expected."],
  "401": ["Unauthenticated", "Who asks is not known, and has to be."],
  "403": ["Forbidden", "The caller lacks the role that is named."],
  "404": ["NotFound", "There is no such domain or table."],
  "503": [
    "Unavailable",
    "The database gives no answer, or none in time, or too many ask: Retry-After says when to try again.",
  ],
} as const;

/** References to the answers of these statuses. */
export function refusals(...statuses: readonly (keyof typeof words)[]): JsonSchema {
  return Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/${words[status][0]}` }]),
  );
}

/** Answers that several operations may give. */
export const responses: Readonly<Record<string, JsonSchema>> = Object.fromEntries(
  Object.values(words).map(([name, description]) => [
    name,
    { description, content: { "application/problem+json": { schema: schemaRef("Problem") } } },
  ]),
);
