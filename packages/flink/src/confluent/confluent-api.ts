import { FlinkUnauthorizedError } from "../errors/connection-errors.ts";
import { type FlinkError } from "../errors/flink-error.ts";
import { FlinkStatementConflictError, FlinkStatementNotFoundError } from "../errors/statement-errors.ts";
import { describeCause, innermostCause } from "../errors/error-chain.ts";
import type { HttpCall, HttpClient, Refusal } from "../http/http-client.ts";
import { logicalType } from "../types/logical-type.ts";
import {
  anything,
  dictionary,
  flag,
  list,
  maybe,
  number,
  orElse,
  record,
  type Shaped,
  text,
} from "../wire/shape.ts";

const traits = record({
  sql_kind: maybe(text),
  is_bounded: maybe(flag),
  is_append_only: maybe(flag),
  upsert_columns: maybe(list(number)),
  schema: maybe(record({ columns: orElse(list(record({ name: text, type: logicalType })), []) })),
});

const statementAnswer = record({
  name: text,
  metadata: record({ created_at: maybe(text), resource_version: maybe(text) }),
  spec: record({
    statement: text,
    properties: orElse(dictionary(text), {}),
    compute_pool_id: maybe(text),
    principal: maybe(text),
    stopped: orElse(flag, false),
  }),
  status: record({
    phase: text,
    detail: maybe(text),
    traits: maybe(traits),
    latest_offsets: maybe(dictionary(text)),
    warnings: orElse(list(record({ severity: maybe(text), reason: maybe(text), message: maybe(text) })), []),
    scaling_status: maybe(record({ scaling_state: maybe(text) })),
  }),
});

/** A statement as Confluent Cloud describes it. */
export type StatementAnswer = Shaped<typeof statementAnswer>;

const listMeta = orElse(record({ next: maybe(text) }), { next: undefined });
const listAnswer = record({ metadata: listMeta, data: list(statementAnswer) });
const resultAnswer = record({
  metadata: listMeta,
  results: record({ data: orElse(list(record({ op: orElse(number, 0), row: list(anything) })), []) }),
});
const exceptionsAnswer = record({
  data: orElse(
    list(record({ name: orElse(text, ""), message: orElse(text, ""), timestamp: maybe(text) })),
    [],
  ),
});

/** What a statement is made from. */
export interface StatementBody {
  readonly name: string;
  readonly organization_id: string;
  readonly environment_id: string;
  readonly spec: {
    readonly statement: string;
    readonly properties: Readonly<Record<string, string>>;
    readonly compute_pool_id?: string;
    readonly principal?: string;
    readonly stopped: boolean;
  };
}

type Options = { readonly signal?: AbortSignal | undefined };

/**
 * The endpoints of Confluent Cloud's statements, one method each.
 * @see https://docs.confluent.io/cloud/current/api.html#tag/Statements-(sqlv1)
 */
export class ConfluentApi {
  readonly http: HttpClient;
  /** The fields by which a body says where its statement lives. */
  readonly place: { readonly organization_id: string; readonly environment_id: string };
  readonly #root: string;

  constructor(http: HttpClient, organizationId: string, environmentId: string) {
    this.http = http;
    this.place = { organization_id: organizationId, environment_id: environmentId };
    const [organization, environment] = [organizationId, environmentId].map(encodeURIComponent);
    this.#root = `/sql/v1/organizations/${organization}/environments/${environment}/statements`;
  }

  create(body: StatementBody, options: Options & Pick<HttpCall<unknown>, "onRefusal">) {
    return this.#call(
      body.name,
      { method: "POST", path: "", body, shape: statementAnswer, ...options },
      "create",
    );
  }

  describe(name: string, options: Options) {
    return this.#statement(name, { method: "GET", path: "", shape: statementAnswer, ...options }, "describe");
  }

  /** Replaces the statement's changeable parts; the body carries the version that was read. */
  update(name: string, body: StatementBody & { readonly metadata: object }, options: Options) {
    return this.#statement(name, { method: "PUT", path: "", body, shape: anything, ...options }, "change");
  }

  delete(name: string, options: Options) {
    const call = { method: "DELETE", path: "", shape: anything, repeatable: true } as const;
    return this.#statement(name, { ...call, ...options }, "delete");
  }

  list(query: Readonly<Record<string, string | undefined>>, options: Options) {
    return this.#call("", { method: "GET", path: "", query, shape: listAnswer, ...options }, "list");
  }

  results(name: string, pageToken: string | undefined, options: Options) {
    const query = { page_token: pageToken };
    return this.#statement(
      name,
      { method: "GET", path: "/results", query, shape: resultAnswer, ...options },
      "read",
    );
  }

  exceptions(name: string, options: Options) {
    const call = { method: "GET", path: "/exceptions", shape: exceptionsAnswer } as const;
    return this.#statement(name, { ...call, ...options }, "read the exceptions of");
  }

  #statement<T>(name: string, call: Omit<HttpCall<T>, "action">, verb: string): Promise<T> {
    return this.#call(name, { ...call, path: `/${encodeURIComponent(name)}${call.path}` }, verb);
  }

  #call<T>(name: string, call: Omit<HttpCall<T>, "action">, verb: string): Promise<T> {
    const action = name === "" ? `${verb} statements` : `${verb} statement ${name}`;
    return this.http.call({
      ...call,
      path: this.#root + call.path,
      action,
      onRefusal: (refusal) => this.#error(name, action, refusal) ?? call.onRefusal?.(refusal),
    });
  }

  #error(name: string, action: string, { status, chain }: Refusal): FlinkError | undefined {
    const cause = innermostCause(chain);
    const detail = cause ? describeCause(cause) : "no reason given";
    if (status === 401 || status === 403)
      return new FlinkUnauthorizedError(this.http.service, action, status, detail);
    if (status === 404 && name !== "") return new FlinkStatementNotFoundError(name, this.http.url);
    if (status === 409) return new FlinkStatementConflictError(name, detail);
    return undefined;
  }
}

/** The token inside the address of a next page; undefined at the end. */
export function pageTokenOf(next: string | undefined): string | undefined {
  if (next === undefined || next === "") return undefined;
  return new URL(next, "http://unused.invalid").searchParams.get("page_token") ?? undefined;
}
