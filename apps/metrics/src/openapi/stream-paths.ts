import type { JsonSchema } from "@millrace/domain";
import { rowsAnswers, rowsAnswerSchema } from "./answers.ts";
import { queryParameter, wholeSchema } from "./query-parameters.ts";

const stream = queryParameter("stream_id", "One stream alone.", { type: "string" });
const minutes = queryParameter("minutes", "The newest minutes, by the clock.", wholeSchema(1, 525_600, 60));
const limit = queryParameter("limit", "How many rows are answered at most.", wholeSchema(1, 10_000, 100));
const cursor = queryParameter("cursor", "next_cursor of the answer to this same query.", { type: "string" });
const by = queryParameter("by", "What is ranked: the most viewers of a minute, or the sum.", {
  type: "string",
  enum: ["active_viewers", "chat_messages", "donations_usd"],
  default: "active_viewers",
});
const n = queryParameter("n", "How many streams are answered.", wholeSchema(1, 1_000, 10));

/** The paths of live streams. @param row the schema of a row of stream_metrics_minute */
export function streamPaths(row: JsonSchema): Readonly<Record<string, JsonSchema>> {
  const operation = (operationId: string, summary: string, parameters: readonly JsonSchema[]) => ({
    get: {
      operationId,
      tags: ["live-streams"],
      summary,
      parameters,
      responses: rowsAnswers(rowsAnswerSchema(row)),
    },
  });
  return {
    "/metrics": operation("getStreamMinutes", "Minutes of streams, the newest first.", [
      minutes,
      limit,
      stream,
      cursor,
    ]),
    "/metrics/latest": operation("getLatestStreamMinutes", "The newest minute of every stream.", [
      stream,
      limit,
      cursor,
    ]),
    "/streams/top": operation("getTopStreams", "The streams with the most.", [minutes, by, n]),
  };
}
