import type { EventPlan } from "../plan.ts";
import { compareText } from "../source-file.ts";
import { answerHeaders, answers, postAnswers, type PostAnswers, problemSchema } from "./openapi-answers.ts";
import { exampleEvent } from "./openapi-example.ts";
import { optionalSecurity, parameterRefs, parameters, securitySchemes } from "./openapi-parameters.ts";
import { resultSchemas, schemaRef } from "./openapi-results.ts";
import { eventSchema, type JsonSchema } from "./openapi-schema.ts";
import { servicePaths, serviceSchemas } from "./openapi-service.ts";

/** Another path at which a type of event is taken. */
export interface EventAlias {
  readonly path: string;
  readonly domain: string;
  readonly name: string;
}

/** How {@link emitOpenApi} describes events. */
export interface OpenApiOptions {
  /** Paths beside those of the events themselves. Default: none. */
  readonly aliases?: readonly EventAlias[];
}

/**
 * The OpenAPI 3.1 document of all that may be posted: every type of event alone and as a batch, and, where types share a
 * stream, both for events that say their type. Where events went and how the service is stand in it as well.
 */
export function emitOpenApi(events: readonly EventPlan[], { aliases = [] }: OpenApiOptions = {}): JsonSchema {
  const sorted = [...events].sort((a, b) => compareText(a.path, b.path));
  const domains = [...new Set(sorted.map(({ domain }) => domain))];
  const shared = domains.flatMap((domain) => sharedPaths(domain, sorted));
  const paths = [
    ...sorted.flatMap((event) => eventPaths(event.path, event)),
    ...aliases.flatMap(({ path, domain, name }) =>
      sorted
        .filter((event) => event.domain === domain && event.name === name)
        .flatMap((event) => eventPaths(path, event)),
    ),
    ...shared,
    ...servicePaths(),
  ];
  return {
    openapi: "3.1.0",
    info: {
      title: "Millrace events",
      version: "1",
      description:
        "Events that are taken over HTTP and answered when Kafka has them, or when they are on disk here on their way to it. " +
        "Bodies may be compressed (Content-Encoding: gzip, zstd, br, deflate).",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    security: optionalSecurity,
    tags: [
      ...domains.map((name) => ({ name, description: `Events of the domain ${name}.` })),
      { name: "service", description: "Where events went, and how the service is." },
    ],
    paths: Object.fromEntries(paths.sort(([a], [b]) => compareText(a, b))),
    components: {
      schemas: {
        ...Object.fromEntries(sorted.map((event) => [schemaName(event), eventSchema(event)])),
        ...ownSchemas,
      },
      responses: answers,
      parameters,
      headers: answerHeaders,
      securitySchemes,
    },
  };
}

type Path = readonly [string, JsonSchema];

function eventPaths(path: string, event: EventPlan): readonly Path[] {
  const schema = schemaRef(schemaName(event));
  const example = exampleEvent(event);
  const about = { domain: event.domain, summary: event.doc ?? `Events of the type ${event.name}.` };
  return bothPaths(path, { ...about, schema, example });
}

/** Where events of several types are taken that say their type. */
function sharedPaths(domain: string, events: readonly EventPlan[]): readonly Path[] {
  const types = events.filter((event) => event.domain === domain && event.typeColumn !== undefined);
  const [first] = types;
  if (first?.typeColumn === undefined) return [];
  const schemas = types.map((event) => ({
    allOf: [schemaRef(schemaName(event)), { type: "object", required: [event.typeColumn] }],
  }));
  return bothPaths(`/api/events/${domain}`, {
    domain,
    summary: "Events that say their type.",
    schema: { oneOf: schemas },
    example: { ...exampleEvent(first), [first.typeColumn]: first.name },
  });
}

interface PathOptions {
  readonly domain: string;
  readonly summary: string;
  readonly schema: JsonSchema;
  readonly example: unknown;
}

const singleAnswers = { kept: schemaRef("KeptItem"), valid: schemaRef("DryRunItem") };
const batchAnswers = {
  kept: schemaRef("BatchResult"),
  valid: schemaRef("DryRunResult"),
  mixed: { anyOf: [schemaRef("BatchResult"), schemaRef("DryRunResult")] },
};

function bothPaths(path: string, { domain, summary, schema, example }: PathOptions): readonly Path[] {
  const items = {
    type: "array",
    items: schema,
    minItems: 1,
    description: "As many events as one request may hold: 10,000, where the service is set to nothing else.",
  };
  const lines = {
    // As OpenAPI 3.2 has it: the schema of a sequence is that of an array of its parts.
    schema: { ...items, description: `JSON lines: one event a line. ${items.description}` },
    example: `${JSON.stringify(example)}\n`,
  };
  return [
    [
      path,
      post(path, {
        about: { domain, summary },
        content: { "application/json": { schema, example } },
        answered: singleAnswers,
      }),
    ],
    [
      `${path}/batch`,
      post(`${path}/batch`, {
        about: { domain, summary: `${summary} Several at once, each with a result of its own.` },
        content: {
          "application/json": { schema: items, example: [example] },
          "application/x-ndjson": lines,
          "application/jsonl": lines,
        },
        answered: batchAnswers,
      }),
    ],
  ];
}

interface PostOptions {
  readonly about: Pick<PathOptions, "domain" | "summary">;
  /** By media type. */
  readonly content: JsonSchema;
  readonly answered: PostAnswers;
}

function post(path: string, { about: { domain, summary }, content, answered }: PostOptions): JsonSchema {
  return {
    post: {
      operationId: operationId(path),
      tags: [domain],
      summary,
      parameters: parameterRefs,
      requestBody: { required: true, content },
      responses: postAnswers(answered),
    },
  };
}

/** `/api/events/page-views/page_view/batch` is `postEventsPageViewsPageViewBatch`. */
function operationId(path: string): string {
  return `post${pascalCase(path.replace(/^\/api\//, ""))}`;
}

const ownSchemas = { ...resultSchemas, ...serviceSchemas, Problem: problemSchema };

/** `PageViewsPageView`; `KeptItemEvent` where an answer's schema has the name already. */
function schemaName({ domain, name }: EventPlan): string {
  const plain = pascalCase(`${domain}-${name}`);
  return plain in ownSchemas ? `${plain}Event` : plain;
}

/** The words of a name, each with a capital: `page-views` is `PageViews`. */
export function pascalCase(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");
}
