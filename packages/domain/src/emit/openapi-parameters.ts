import type { JsonSchema } from "./openapi-schema.ts";

/** What a caller may send along with events. */
export const parameters: Readonly<Record<string, JsonSchema>> = {
  DryRun: {
    name: "dry_run",
    in: "query",
    description: "Says what would become of the items, and keeps nothing.",
    schema: { type: "boolean", enum: [true] },
  },
  IdempotencyKey: {
    name: "Idempotency-Key",
    in: "header",
    description:
      "A key of the caller's for this request, as draft-ietf-httpapi-idempotency-key-header has it: a repeat gets the first answer again.",
    schema: {
      type: "string",
      minLength: 1,
      maxLength: 255,
      pattern: "^[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?$",
    },
  },
  CorrelationId: {
    name: "correlation-id",
    in: "header",
    description:
      "Up to 128 visible characters of ASCII, which become a header of the Kafka records; anything else is left out, and one is made.",
    schema: { type: "string" },
  },
  TraceParent: {
    name: "traceparent",
    in: "header",
    description: "W3C trace context, which becomes a header of the Kafka records; anything else is left out.",
    schema: { type: "string" },
  },
};

/** References to all of them. */
export const parameterRefs: readonly JsonSchema[] = Object.keys(parameters).map((name) => ({
  $ref: `#/components/parameters/${name}`,
}));

/** How callers say who they are. */
export const securitySchemes: Readonly<Record<string, JsonSchema>> = {
  apiKey: {
    type: "apiKey",
    in: "header",
    name: "X-Api-Key",
    description: "A key made with `millrace api-key create`; it may also be sent as a bearer token.",
  },
  bearer: { type: "http", scheme: "bearer", description: "A token of the OpenID provider, or an API key." },
};

/** Either of them, or none where the service is open to everybody, as in the stage `dev`. */
export const optionalSecurity: readonly JsonSchema[] = [{}, { apiKey: [] }, { bearer: [] }];
