import type { JsonSchema } from "@millrace/domain";
import { refusals } from "./answers.ts";
import { queryParameter, wholeSchema } from "./query-parameters.ts";

const object = { type: "object" };

function jsonAnswer(description: string): JsonSchema {
  return { description, content: { "application/json": { schema: object } } };
}

function health(operationId: string, summary: string): JsonSchema {
  const responses = { "200": jsonAnswer("UP or DEGRADED."), "503": jsonAnswer("DOWN.") };
  return { get: { operationId, tags: ["service"], summary, responses } };
}

/** The paths beside those of tables. */
export const servicePaths: Readonly<Record<string, JsonSchema>> = {
  "/api/catalog": {
    get: {
      operationId: "getCatalog",
      tags: ["service"],
      summary: "What is served: tables, panels and events, of the domains that the caller may read.",
      responses: { "200": jsonAnswer("The catalog."), ...refusals("401", "403") },
    },
  },
  "/api/pipeline": {
    get: {
      operationId: "getPipeline",
      tags: ["service"],
      summary: "How the parts of the pipeline are, and how far each domain's results are behind its events.",
      responses: { "200": jsonAnswer("The report."), ...refusals("401", "403") },
    },
  },
  "/events": {
    get: {
      operationId: "getEvents",
      tags: ["service"],
      summary:
        "Rows as they come, as server-sent events: first those of the newest minutes, then every change.",
      parameters: [
        queryParameter("tables", "<domain>/<table>, with commas between.", { type: "string" }),
        queryParameter("domain", "All tables of a domain, instead.", { type: "string" }),
        queryParameter(
          "minutes",
          "How far back the rows reach that come first.",
          wholeSchema(1, 525_600, 60),
        ),
        queryParameter("last_event_id", "Where to go on; the header Last-Event-ID says the same.", {
          type: "string",
        }),
      ],
      responses: {
        "200": {
          description: "Frames hello, backfill, rows, pipeline, reset and dropped.",
          content: { "text/event-stream": { schema: { type: "string" } } },
        },
        ...refusals("400", "401", "403", "404", "503"),
      },
    },
  },
  "/health": health("getHealth", "How everything is that the service works with."),
  "/health/live": health("getLiveness", "Whether the process answers."),
  "/health/ready": health("getReadiness", "Whether rows can be read now."),
};
