import type { JsonSchema, ServedTablePlan } from "@millrace/domain";
import type { Catalog } from "../catalog/catalog.ts";
import { problemSchema, responses, rowsAnswers, rowsAnswerSchema, schemaRef } from "./answers.ts";
import { parametersOf, tableParameters } from "./query-parameters.ts";
import { groupSchema, rowSchema } from "./row-schema.ts";
import { servicePaths } from "./service-paths.ts";
import { streamPaths } from "./stream-paths.ts";

/** The OpenAPI 3.1 document of what a catalog serves. */
export function queryOpenApi(catalog: Catalog): JsonSchema {
  const { tables } = catalog;
  const streams = catalog.table("live-streams", "stream_metrics_minute");
  const paths = {
    ...Object.fromEntries(tables.map((table) => [pathOf(table), tableOperation(table)])),
    ...(streams === undefined ? {} : streamPaths(schemaRef(schemaName(streams)))),
    ...servicePaths,
  };
  const rows = tables.map((table) => [schemaName(table), rowSchema(table)] as const);
  const domains = [...new Set(tables.map(({ domain }) => domain))].sort();
  return {
    openapi: "3.1.0",
    info: {
      title: "Millrace metrics",
      version: "1",
      description:
        "Results as they are kept in Postgres. Rows say whether they are final and as of when; answers say how far results are behind the events.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{}, { apiKey: [] }, { bearer: [] }],
    tags: [
      ...domains.map((name) => ({ name, description: `Results of the domain ${name}.` })),
      { name: "service", description: "What is served, and how the service is." },
    ],
    paths,
    components: {
      schemas: { ...Object.fromEntries(rows), Group: groupSchema, Problem: problemSchema },
      responses,
      parameters: tableParameters,
      securitySchemes: {
        apiKey: { type: "apiKey", in: "header", name: "X-Api-Key" },
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "A token of the OpenID provider, or an API key.",
        },
      },
    },
  };
}

function tableOperation(table: ServedTablePlan): JsonSchema {
  const { domain, name, doc } = table;
  const items = { anyOf: [schemaRef(schemaName(table)), schemaRef("Group")] };
  return {
    get: {
      operationId: `rows.${domain}.${name}`,
      tags: [domain],
      summary: doc ?? `Rows of ${name}.`,
      parameters: parametersOf(table),
      responses: rowsAnswers(rowsAnswerSchema(items)),
    },
  };
}

function pathOf({ domain, name }: ServedTablePlan): string {
  return `/api/rows/${domain}/${name}`;
}

function schemaName({ domain, name }: ServedTablePlan): string {
  return `${domain}.${name}`;
}
