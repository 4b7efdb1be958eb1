import { GATEWAY_VERSIONS } from "../gateway/gateway-api.ts";
import { NotJsonError } from "./encode.ts";
import type { FakeAnswer, SqlMatcher } from "./fake-answer.ts";
import { FakeCatalog } from "./fake-catalog.ts";
import { type FakeRequest, type FakeResponse, type FakeRoute, ok, refusal } from "./fake-http.ts";
import type { FakeJobs } from "./fake-jobs.ts";
import {
  changesOf,
  DONE,
  EXECUTION_ERROR,
  failedJob,
  type FakeOperation,
  GATEWAY_ERROR,
  pageJson,
  refusedStatement,
  statusOf,
} from "./fake-operation.ts";

interface FakeSession {
  readonly catalog: FakeCatalog;
  readonly operations: Map<string, FakeOperation>;
}

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

function complete(body: Readonly<Record<string, unknown>>): readonly string[] {
  const before = String(body["statement"]).slice(0, Number(body["position"]));
  const word = /\w*$/.exec(before)?.[0].toUpperCase() ?? "";
  return word === "" ? [] : WORDS.filter((candidate) => candidate.startsWith(word)).slice(0, 1);
}
