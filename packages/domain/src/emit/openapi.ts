import type { EventPlan } from "../plan.ts";
import { compareText } from "../source-file.ts";
import { answerSchemas, answers, operationAnswers, parameters, schemaRef } from "./openapi-answers.ts";
import { exampleEvent } from "./openapi-example.ts";
import { eventSchema, type JsonSchema } from "./openapi-schema.ts";

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

/** The most items of a batch. */
const maxItems = 10_000;

/**
 * The OpenAPI 3.1 document of all that may be posted: every type of event alone and as a batch, and, where types share a
 * stream, both for events that say their type.
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
  ];
  return {
    openapi: "3.1.0",
    info: {
      title: "Millrace events",
      version: "1",
      description: "Events that are taken over HTTP and answered when Kafka has them.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    tags: domains.map((name) => ({ name })),
    paths: Object.fromEntries(paths.sort(([a], [b]) => compareText(a, b))),
    components: {
      schemas: {
        ...Object.fromEntries(sorted.map((event) => [schemaName(event), eventSchema(event)])),
        ...answerSchemas,
      },
      responses: answers,
      parameters,
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

function bothPaths(path: string, { domain, summary, schema, example }: PathOptions): readonly Path[] {
  const batch = { type: "array", items: schema, minItems: 1, maxItems };
  const operation = { domain, summary };
  return [
    [path, post(path, { ...operation, schema, example, answer: "AcceptedItem" })],
    [
      `${path}/batch`,
      post(`${path}/batch`, {
        domain,
        summary: `${summary} Several at once: one invalid item, and nothing is published.`,
        schema: batch,
        example: [example],
        answer: "AcceptedBatch",
      }),
    ],
  ];
}

function post(
  path: string,
  { domain, summary, schema, example, answer }: PathOptions & { readonly answer: string },
): JsonSchema {
  return {
    post: {
      operationId: operationId(path),
      tags: [domain],
      summary,
      parameters: Object.keys(parameters).map((name) => ({ $ref: `#/components/parameters/${name}` })),
      requestBody: { required: true, content: { "application/json": { schema, example } } },
      responses: operationAnswers(answer),
    },
  };
}

/** `/api/events/page-views/page_view/batch` is `postEventsPageViewsPageViewBatch`. */
function operationId(path: string): string {
  return `post${pascalCase(path.replace(/^\/api\//, ""))}`;
}

/** `PageViewsPageView` */
function schemaName({ domain, name }: EventPlan): string {
  return pascalCase(`${domain}-${name}`);
}

/** The words of a name, each with a capital: `page-views` is `PageViews`. */
export function pascalCase(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");
}
