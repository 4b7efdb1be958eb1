import type { Change } from "../changelog/change.ts";
import { GATEWAY_VERSIONS } from "../gateway/gateway-api.ts";
import { parseType } from "../types/parse-type.ts";
import type { FakeAnswer, FakeRefusal, FakeResult, SqlMatcher } from "./fake-answer.ts";
import { FakeCatalog, type Outcome } from "./fake-catalog.ts";
import { encodeJson, encodeText, encodeType, NotJsonError } from "./encode.ts";
import { type FakeRequest, type FakeResponse, type FakeRoute, ok, refusal } from "./fake-http.ts";
import type { FakeJobs } from "./fake-jobs.ts";

interface FakeOperation {
  readonly outcome:
    Exclude<Outcome, { kind: "refused" }> | { readonly kind: "refused"; readonly refusal: FakeRefusal };
  /** Pages still to be handed out; the first is asked for once in vain, as the real gateway plans meanwhile. */
  isPlanned: boolean;
  token: number;
  page: readonly Change[];
  left: Change[];
  isEnded: boolean;
}

interface FakeSession {
  readonly catalog: FakeCatalog;
  readonly operations: Map<string, FakeOperation>;
}

const GATEWAY_ERROR = "org.apache.flink.table.gateway.api.utils.SqlGatewayException";
const EXECUTION_ERROR = "org.apache.flink.table.gateway.service.utils.SqlExecutionException";
const KINDS = {
  insert: "INSERT",
  "update-before": "UPDATE_BEFORE",
  "update-after": "UPDATE_AFTER",
  delete: "DELETE",
} as const;
const PAGE_SIZE = 100;
const WORDS = ["TABLES", "TABLE", "SELECT", "FROM", "INSERT", "INTO", "JOBS", "VIEWS", "DATABASES"];

/** Sessions and operations of a fake SQL Gateway, and its endpoints over them. */
export class FakeGateway {
  readonly #jobs: FakeJobs;
  readonly #versions: readonly string[];
  readonly #answers: (readonly [SqlMatcher, FakeAnswer])[] = [];
  readonly #sessions = new Map<string, FakeSession>();

  constructor(jobs: FakeJobs, versions: readonly string[] = [...GATEWAY_VERSIONS]) {
    this.#jobs = jobs;
    this.#versions = versions;
  }

  answer(matcher: SqlMatcher, answer: FakeAnswer): void {
    this.#answers.push([matcher, answer]);
  }

  expireSessions(): void {
    this.#sessions.clear();
  }

  get routes(): readonly FakeRoute[] {
    const versions = () => ok({ versions: this.#versions.map((version) => version.toUpperCase()) });
    const versioned = this.#versions.flatMap((version) =>
      this.#versionedRoutes(version).map((route) => ({ ...route, path: `/${version}${route.path}` })),
    );
    return [{ method: "GET", path: "/api_versions", handle: versions }, ...versioned];
  }

  #versionedRoutes(version: string): readonly FakeRoute[] {
    const info = () => ok({ productName: "Apache Flink", version: "2.2.0" });
    return [
      { method: "GET", path: "/info", handle: info },
      { method: "POST", path: "/sessions", handle: (request) => this.#open(request) },
      this.#inSession("GET", "", ({ catalog }) => ok({ properties: Object.fromEntries(catalog.properties) })),
      this.#inSession("DELETE", "", (_session, { parts }) => this.#close(parts[0] ?? "")),
      this.#inSession("POST", "/heartbeat", () => ok({})),
      this.#inSession("POST", "/configure-session", (session, request) => this.#configure(session, request)),
      this.#inSession("GET", "/complete-statement", (_session, { body }) =>
        ok({ candidates: complete(body) }),
      ),
      this.#inSession("POST", "/statements", (session, request) => this.#submit(session, request)),
      this.#inOperation("GET", "/status", (operation) => ok({ status: statusOf(operation) })),
      this.#inOperation("POST", "/cancel", (operation) => {
        if (!operation.isPlanned) return ok({ status: "CANCELED" });
        return refusal(500, [
          GATEWAY_ERROR,
          "Failed to convert the Operation Status from FINISHED to CANCELED.",
        ]);
      }),
      this.#inOperation("DELETE", "/close", (operation, { parts }, session) => {
        this.#endQuery(operation);
        session.operations.delete(parts[1] ?? "");
        return ok({ status: "CLOSED" });
      }),
      this.#inOperation("GET", "/result/:token", (operation, request) =>
        this.#page(operation, request, version),
      ),
    ];
  }

  #inSession(
    method: string,
    path: string,
    handle: (session: FakeSession, request: FakeRequest) => FakeResponse,
  ): FakeRoute {
    return {
      method,
      path: `/sessions/:session${path}`,
      handle: (request) => {
        const session = this.#sessions.get(request.parts[0] ?? "");
        if (session) return handle(session, request);
        return refusal(
          500,
          [GATEWAY_ERROR, "Failed to getSession."],
          [GATEWAY_ERROR, `Session '${request.parts[0]}' does not exist.`],
        );
      },
    };
  }

  #inOperation(
    method: string,
    path: string,
    handle: (operation: FakeOperation, request: FakeRequest, session: FakeSession) => FakeResponse,
  ): FakeRoute {
    return this.#inSession(method, `/operations/:operation${path}`, (session, request) => {
      const operation = session.operations.get(request.parts[1] ?? "");
      if (operation) return handle(operation, request, session);
      const message = `Can not find the submitted operation in the OperationManager with the ${request.parts[1]}.`;
      return refusal(500, [GATEWAY_ERROR, "Failed to fetchResults."], [GATEWAY_ERROR, message]);
    });
  }

  #open({ body }: FakeRequest): FakeResponse {
    const sessionHandle = globalThis.crypto.randomUUID();
    const properties = (body["properties"] ?? {}) as Readonly<Record<string, string>>;
    const catalog = new FakeCatalog(properties, this.#answers, this.#jobs);
    this.#sessions.set(sessionHandle, { catalog, operations: new Map() });
    return ok({ sessionHandle });
  }

  #close(handle: string): FakeResponse {
    for (const operation of this.#sessions.get(handle)?.operations.values() ?? []) this.#endQuery(operation);
    this.#sessions.delete(handle);
    return ok({ status: "CLOSED" });
  }

  #configure({ catalog }: FakeSession, { body }: FakeRequest): FakeResponse {
    const statement = String(body["statement"]);
    if (/^\s*(?:SELECT|INSERT|WITH)\b/i.test(statement)) {
      const message = `Unsupported statement for configuring session: ${statement}`;
      return refusal(
        500,
        [GATEWAY_ERROR, "Failed to configure session."],
        ["java.lang.UnsupportedOperationException", message],
      );
    }
    const outcome = catalog.run(statement);
    return outcome.kind === "refused" ? refusedStatement(outcome.refusal) : ok({});
  }

  #submit({ catalog, operations }: FakeSession, { body }: FakeRequest): FakeResponse {
    const outcome = catalog.run(String(body["statement"]));
    const operationHandle = globalThis.crypto.randomUUID();
    const left = changesOf(outcome);
    operations.set(operationHandle, { outcome, isPlanned: false, token: 0, page: [], left, isEnded: false });
    return ok({ operationHandle });
  }

  #endQuery({ outcome, isEnded }: FakeOperation): void {
    if (outcome.kind === "query" && !isEnded) this.#jobs.end(outcome.jobId, "CANCELED");
  }

  #page(operation: FakeOperation, { parts, query }: FakeRequest, version: string): FakeResponse {
    const { outcome } = operation;
    if (!operation.isPlanned) {
      operation.isPlanned = true;
      return ok({
        resultType: "NOT_READY",
        nextResultUri: `/${version}/sessions/${parts[0]}/operations/${parts[1]}/result/0`,
      });
    }
    if (outcome.kind === "refused") return refusedStatement(outcome.refusal);
    const token = Number(parts[2]);
    const failed = this.#advance(operation, token);
    if (failed) return failed;
    const result = outcome.kind === "done" ? DONE : outcome.result;
    try {
      const format = query.get("rowFormat") === "PLAIN_TEXT" ? "PLAIN_TEXT" : "JSON";
      const next = `/${version}/sessions/${parts[0]}/operations/${parts[1]}/result/${token + 1}?rowFormat=${format}`;
      return { status: 200, body: undefined, json: pageJson(operation, result, format, next) };
    } catch (error) {
      if (!(error instanceof NotJsonError)) throw error;
      return { status: 500, body: { errors: ["Internal server error. Could not map response to JSON."] } };
    }
  }

  /** Moves to the page with this token; the last one handed out can be asked for again. */
  #advance(operation: FakeOperation, token: number): FakeResponse | undefined {
    if (token === operation.token - 1) return undefined;
    if (token !== operation.token) {
      const message = `Expecting token to be ${operation.token} or ${operation.token - 1}, but found ${token}.`;
      return refusal(500, [GATEWAY_ERROR, "Failed to fetchResults."], [EXECUTION_ERROR, message]);
    }
    const { outcome } = operation;
    const result = outcome.kind === "query" ? outcome.result : undefined;
    if (operation.left.length === 0 && token > 0) {
      if (result?.failure !== undefined && outcome.kind === "query") {
        this.#jobs.end(outcome.jobId, "FAILED", result.failure);
        return failedJob(outcome.jobId, result.failure);
      }
      if (result?.isEndless !== true) {
        operation.isEnded = true;
        if (outcome.kind === "query") this.#jobs.end(outcome.jobId, "FINISHED");
      }
    }
    // A query's first page tells its columns only.
    operation.page =
      operation.outcome.kind === "query" && token === 0 ? [] : operation.left.splice(0, PAGE_SIZE);
    if (!operation.isEnded) operation.token += 1;
    return undefined;
  }
}

const DONE: FakeResult = { columns: { result: "STRING" }, rows: [{ result: "OK" }] };

function statusOf({ outcome, isPlanned }: FakeOperation): string {
  if (!isPlanned) return "RUNNING";
  return outcome.kind === "refused" ? "ERROR" : "FINISHED";
}

function changesOf(outcome: Outcome): Change[] {
  if (outcome.kind === "refused") return [];
  const result = outcome.kind === "done" ? DONE : outcome.result;
  return [...(result.rows ?? []).map((row) => ({ kind: "insert" as const, row })), ...(result.changes ?? [])];
}

function pageJson(
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

function refusedStatement({ refusal: message, className, at }: FakeRefusal): FakeResponse {
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

function failedJob(jobId: string, message: string): FakeResponse {
  return refusal(
    500,
    [GATEWAY_ERROR, "Failed to fetchResults."],
    [EXECUTION_ERROR, "Error while retrieving result."],
    ["org.apache.flink.client.program.ProgramInvocationException", `Job failed (JobID: ${jobId})`],
    ["org.apache.flink.runtime.JobException", "Recovery is suppressed by NoRestartBackoffTimeStrategy"],
    ["java.lang.RuntimeException", message],
  );
}

function complete(body: Readonly<Record<string, unknown>>): readonly string[] {
  const before = String(body["statement"]).slice(0, Number(body["position"]));
  const word = /\w*$/.exec(before)?.[0].toUpperCase() ?? "";
  return word === "" ? [] : WORDS.filter((candidate) => candidate.startsWith(word)).slice(0, 1);
}
