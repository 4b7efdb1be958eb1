import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A statement as the published API shapes it; see https://docs.confluent.io/cloud/current/api.html#tag/Statements-(sqlv1). */
interface StatementResource {
  name: string;
  version: number;
  spec: {
    statement: string;
    properties: Record<string, string>;
    compute_pool_id?: string;
    principal?: string;
    stopped: boolean;
  };
  phase: string;
  detail: string;
  /** How many times the phase is told before it moves on by itself. */
  asksLeft: number;
}

/** What the server knows of a SQL text. */
export interface PreparedSql {
  readonly kind: string;
  readonly columns?: readonly { readonly name: string; readonly type: object }[];
  readonly pages?: readonly (readonly { readonly op?: number; readonly row: readonly unknown[] }[])[];
  readonly upsertColumns?: readonly number[];
  /** Runs on after its last page. */
  readonly isEndless?: boolean;
  /** Fails with this detail instead of running; after its pages when `failsLate`. */
  readonly failure?: string;
  readonly failsLate?: boolean;
}

const ORGANIZATION = "b0b21724-4586-4a07-b787-d0bb5aacbf87";
const ENVIRONMENT = "env-z3y2x1";
const ROOT = `/sql/v1/organizations/${ORGANIZATION}/environments/${ENVIRONMENT}/statements`;
const AUTHORIZATION = `Basic ${Buffer.from("KEY:SECRET").toString("base64")}`;

/** Confluent Cloud's statements over real HTTP, as far as its published API describes them. */
export class StatementsServer implements AsyncDisposable {
  readonly requests: string[] = [];
  readonly statements = new Map<string, StatementResource>();
  readonly #prepared = new Map<string, PreparedSql>();
  readonly #server = createServer((request, response) => {
    void this.#serve(request, response);
  });
  /** Called before a request is handled; may end the response itself and say so. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean = () => false;

  static async start(): Promise<StatementsServer> {
    const server = new StatementsServer();
    await new Promise<void>((resolve) => {
      server.#server.listen(0, "127.0.0.1", resolve);
    });
    return server;
  }

  /** Options for `new ConfluentCloud(…)`. */
  get options() {
    const { port } = this.#server.address() as AddressInfo;
    return {
      url: `http://127.0.0.1:${port}`,
      organizationId: ORGANIZATION,
      environmentId: ENVIRONMENT,
      apiKey: "KEY",
      apiSecret: "SECRET",
      computePoolId: "lfcp-xyz123",
    };
  }

  prepare(sql: string, prepared: PreparedSql): void {
    this.#prepared.set(sql, prepared);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://server");
    this.requests.push(`${request.method} ${url.pathname.replace(ROOT, "")}${url.search}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (this.intercept(request, response)) return;
    const body =
      chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>);
    const [status, answer] =
      request.headers.authorization === AUTHORIZATION
        ? this.#route(request.method ?? "", url, body)
        : failure(401, "Authentication Required", "Valid authentication credentials must be provided");
    response.writeHead(status, { "content-type": "application/json" });
    response.end(answer === undefined ? "" : JSON.stringify(answer));
  }

  #route(method: string, url: URL, body: Record<string, unknown>): readonly [number, unknown] {
    if (!url.pathname.startsWith(ROOT)) return failure(404, "Not Found");
    const [, name, part] = url.pathname.slice(ROOT.length).split("/");
    if (name === undefined) return method === "POST" ? this.#create(body) : this.#list(url);
    const statement = this.statements.get(decodeURIComponent(name));
    if (statement === undefined) return failure(404, "Not Found");
    if (part === "results") return this.#results(statement, url);
    if (part === "exceptions")
      return [200, { data: [{ name: "E", message: "lately", timestamp: "2026-01-01T00:00:00Z" }] }];
    if (method === "PUT") return this.#update(statement, body);
    if (method === "DELETE") return [this.statements.delete(statement.name) ? 202 : 404, undefined];
    return [200, this.#describe(statement)];
  }

  #create(body: Record<string, unknown>): readonly [number, unknown] {
    const { name, spec } = body as { name: string; spec: StatementResource["spec"] };
    if (!/^[a-z0-9-]{1,100}$/.test(name))
      return failure(400, "Bad Request", `Invalid statement name '${name}'`);
    if (this.statements.has(name)) return failure(409, "Conflict", `Statement '${name}' already exists`);
    const statement = { name, version: 1, spec, phase: "PENDING", detail: "", asksLeft: 1 };
    this.statements.set(name, statement);
    return [201, this.#describe(statement)];
  }

  #update(statement: StatementResource, body: Record<string, unknown>): readonly [number, unknown] {
    const { metadata, spec } = body as {
      metadata: { resource_version?: string };
      spec: StatementResource["spec"];
    };
    if (metadata.resource_version !== String(statement.version))
      return failure(409, "Conflict", "The resource was changed");
    if (spec.statement !== statement.spec.statement)
      return failure(400, "Bad Request", "spec.statement is immutable");
    statement.version += 1;
    statement.spec = spec;
    statement.phase = spec.stopped ? "STOPPING" : "PENDING";
    statement.asksLeft = 1;
    return [202, undefined];
  }

  #list(url: URL): readonly [number, unknown] {
    const all = [...this.statements.values()].map((statement) => this.#describe(statement));
    const from = Number(url.searchParams.get("page_token") ?? 0);
    // A page of two, whatever was asked for: pages are followed by their token.
    const next = from + 2 < all.length ? `${this.options.url}${ROOT}?page_token=${from + 2}` : "";
    return [
      200,
      { api_version: "sql/v1", kind: "StatementList", metadata: { next }, data: all.slice(from, from + 2) },
    ];
  }

  #describe(statement: StatementResource) {
    this.#moveOn(statement);
    const { name, version, spec, phase, detail } = statement;
    const { kind = "SELECT", columns, upsertColumns, isEndless } = this.#prepared.get(spec.statement) ?? {};
    const traits = {
      sql_kind: kind,
      is_bounded: isEndless !== true,
      is_append_only: upsertColumns === undefined,
      upsert_columns: upsertColumns ?? null,
      schema: { columns: columns ?? [] },
    };
    return {
      api_version: "sql/v1",
      kind: "Statement",
      metadata: { self: "", created_at: "2026-01-01T00:00:00Z", resource_version: String(version) },
      name,
      organization_id: ORGANIZATION,
      environment_id: ENVIRONMENT,
      spec,
      status: {
        phase,
        detail,
        ...(phase === "PENDING" || phase === "FAILED" ? {} : { traits }),
        latest_offsets: phase === "STOPPED" ? { orders: "partition:0,offset:42" } : {},
        scaling_status: { scaling_state: "OK" },
        warnings: [{ severity: "MODERATE", reason: "R", message: "state may grow" }],
      },
    };
  }

  #moveOn(statement: StatementResource): void {
    const {
      kind,
      failure: detail,
      failsLate,
      isEndless,
    } = this.#prepared.get(statement.spec.statement) ?? { kind: "SELECT" };
    if (statement.asksLeft > 0) {
      statement.asksLeft -= 1;
    } else if (statement.phase === "STOPPING") {
      statement.phase = "STOPPED";
    } else if (statement.phase === "PENDING") {
      const isLong = isEndless === true || failsLate === true || kind === "INSERT_INTO";
      statement.phase =
        detail !== undefined && failsLate !== true ? "FAILED" : isLong ? "RUNNING" : "COMPLETED";
      statement.detail = statement.phase === "FAILED" ? (detail ?? "") : "";
    }
  }

  #results(statement: StatementResource, url: URL): readonly [number, unknown] {
    const {
      pages = [],
      isEndless,
      failure: detail,
      failsLate,
    } = this.#prepared.get(statement.spec.statement) ?? { kind: "" };
    const index = Number(url.searchParams.get("page_token") ?? 0);
    const isLast = index + 1 >= pages.length && isEndless !== true;
    if (isLast && failsLate === true) {
      statement.phase = "FAILED";
      statement.detail = detail ?? "";
    }
    const next = isLast ? "" : `${this.options.url}${ROOT}/${statement.name}/results?page_token=${index + 1}`;
    return [
      200,
      {
        api_version: "sql/v1",
        kind: "StatementResult",
        metadata: { next },
        results: { data: pages[index] ?? [] },
      },
    ];
  }
}

function failure(status: number, title: string, detail?: string): readonly [number, unknown] {
  return [
    status,
    { errors: [{ id: "1", status: String(status), title, ...(detail === undefined ? {} : { detail }) }] },
  ];
}
