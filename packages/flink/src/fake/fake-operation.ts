import type { Change } from "../changelog/change.ts";
import { parseType } from "../types/parse-type.ts";
import { encodeJson, encodeText, encodeType } from "./encode.ts";
import type { FakeRefusal, FakeResult } from "./fake-answer.ts";
import type { Outcome } from "./fake-catalog.ts";
import { type FakeResponse, refusal } from "./fake-http.ts";

export const GATEWAY_ERROR = "org.apache.flink.table.gateway.api.utils.SqlGatewayException";
export const EXECUTION_ERROR = "org.apache.flink.table.gateway.service.utils.SqlExecutionException";
const KINDS = {
  insert: "INSERT",
  "update-before": "UPDATE_BEFORE",
  "update-after": "UPDATE_AFTER",
  delete: "DELETE",
} as const;

/** A statement in a session of the fake, with what is left of its result. */
export interface FakeOperation {
  readonly outcome: Outcome;
  /** Pages still to be handed out; the first is asked for once in vain, as the real gateway plans meanwhile. */
  isPlanned: boolean;
  token: number;
  page: readonly Change[];
  left: Change[];
  isEnded: boolean;
}

/** What a command without content answers. */
export const DONE: FakeResult = { columns: { result: "STRING" }, rows: [{ result: "OK" }] };

/** The status that the gateway tells. */
export function statusOf({ outcome, isPlanned }: FakeOperation): string {
  if (!isPlanned) return "RUNNING";
  return outcome.kind === "refused" ? "ERROR" : "FINISHED";
}

/** All changes of an outcome, in order. */
export function changesOf(outcome: Outcome): Change[] {
  if (outcome.kind === "refused") return [];
  const result = outcome.kind === "done" ? DONE : outcome.result;
  return [...(result.rows ?? []).map((row) => ({ kind: "insert" as const, row })), ...(result.changes ?? [])];
}

/** A page of a result as JSON text. @throws NotJsonError */
export function pageJson(
  operation: FakeOperation,
  result: FakeResult,
  format: "JSON" | "PLAIN_TEXT",
  next: string,
): string {
  const columns = Object.entries(result.columns).map(([name, type]) => ({ name, type: parseType(type) }));
  const encode =
    format === "JSON"
      ? encodeJson
      : (...args: Parameters<typeof encodeText>) => JSON.stringify(encodeText(...args));
  const data = operation.page.map(({ kind, row }) => {
    const fields = columns.map(({ name, type }) => encode(row[name] ?? null, type));
    return `{"kind":"${KINDS[kind]}","fields":[${fields.join()}]}`;
  });
  const { outcome } = operation;
  const head = {
    resultType: operation.isEnded ? "EOS" : "PAYLOAD",
    isQueryResult: outcome.kind === "query",
    ...("jobId" in outcome && outcome.jobId !== undefined ? { jobID: outcome.jobId } : {}),
    resultKind: outcome.kind === "done" ? "SUCCESS" : "SUCCESS_WITH_CONTENT",
    ...(operation.isEnded ? {} : { nextResultUri: next }),
  };
  const described = columns.map(({ name, type }) => ({ name, logicalType: encodeType(type), comment: null }));
  const results = `{"columns":${JSON.stringify(described)},"rowFormat":"${format}","data":[${data.join()}]}`;
  return `${JSON.stringify(head).slice(0, -1)},"results":${results}}`;
}

/** The answer for a statement that Flink refuses. */
export function refusedStatement({ refusal: message, className, at }: FakeRefusal): FakeResponse {
  const place =
    at &&
    `From line ${at.line}, column ${at.column} to line ${at.endLine}, column ${at.endColumn}: ${message}`;
  return refusal(
    500,
    [GATEWAY_ERROR, "Failed to fetchResults."],
    [EXECUTION_ERROR, "Failed to execute the operation."],
    ...(place === undefined ? [] : [["org.apache.calcite.runtime.CalciteContextException", place] as const]),
    [className ?? "org.apache.flink.table.api.ValidationException", message],
  );
}

/** The answer for a result whose job has failed. */
export function failedJob(jobId: string, message: string): FakeResponse {
  return refusal(
    500,
    [GATEWAY_ERROR, "Failed to fetchResults."],
    [EXECUTION_ERROR, "Error while retrieving result."],
    ["org.apache.flink.client.program.ProgramInvocationException", `Job failed (JobID: ${jobId})`],
    ["org.apache.flink.runtime.JobException", "Recovery is suppressed by NoRestartBackoffTimeStrategy"],
    ["java.lang.RuntimeException", message],
  );
}
