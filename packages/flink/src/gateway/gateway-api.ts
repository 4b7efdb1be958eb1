import type { FlinkError } from "../errors/flink-error.ts";
import { FlinkUnsupportedVersionError } from "../errors/connection-errors.ts";
import { FlinkResultGoneError, FlinkSessionGoneError } from "../errors/statement-errors.ts";
import type { HttpCall, HttpClient, Refusal } from "../http/http-client.ts";
import { logicalType } from "../types/logical-type.ts";
import {
  anything,
  dictionary,
  flag,
  list,
  maybe,
  oneOf,
  orElse,
  record,
  type Shaped,
  text,
} from "../wire/shape.ts";

/** The versions of the gateway's protocol that this library speaks, newest first. */
export const GATEWAY_VERSIONS = ["v4", "v3", "v2", "v1"] as const;
export type GatewayVersion = (typeof GATEWAY_VERSIONS)[number];

const infoAnswer = record({ productName: text, version: text });

/** What runs there: `{ productName: "Apache Flink", version: "2.2.0" }`. */
export type GatewayInfo = Shaped<typeof infoAnswer>;

/** Both forms in which the gateway writes rows. JSON cannot hold every type; plain text can. */
export type RowFormat = "JSON" | "PLAIN_TEXT";

const kind = oneOf("INSERT", "UPDATE_BEFORE", "UPDATE_AFTER", "DELETE");
const results = record({
  columns: list(record({ name: text, logicalType, comment: maybe(text) })),
  rowFormat: oneOf("JSON", "PLAIN_TEXT"),
  data: list(record({ kind, fields: list(anything) })),
});
const resultPage = record({
  resultType: oneOf("NOT_READY", "PAYLOAD", "EOS"),
  isQueryResult: orElse(flag, false),
  jobID: maybe(text),
  resultKind: maybe(oneOf("SUCCESS", "SUCCESS_WITH_CONTENT")),
  results: maybe(results),
  nextResultUri: maybe(text),
});

/** A page of a result as the gateway sends it. */
export type ResultPage = Shaped<typeof resultPage>;

const operationStatus = record({
  status: oneOf("INITIALIZED", "PENDING", "RUNNING", "FINISHED", "CANCELED", "CLOSED", "ERROR", "TIMEOUT"),
});
/** The state of an operation in the gateway's words. */
export type OperationStatus = Shaped<typeof operationStatus>["status"];

type Options = { readonly signal?: AbortSignal | undefined };

/**
 * The endpoints of the SQL Gateway, one method each.
 * @see https://nightlies.apache.org/flink/flink-docs-release-2.2/docs/dev/table/sql-gateway/rest/
 */
export class GatewayApi {
  readonly http: HttpClient;
  readonly #version: GatewayVersion;

  constructor(http: HttpClient, version: GatewayVersion) {
    this.http = http;
    this.#version = version;
  }

  openSession(
    body: { sessionName?: string; properties?: Readonly<Record<string, string>> },
    options: Options,
  ) {
    const shape = record({ sessionHandle: text });
    return this.#call({
      method: "POST",
      path: "/sessions",
      body,
      shape,
      action: "open a session",
      ...options,
    });
  }

  sessionProperties(session: string, options: Options) {
    const shape = record({ properties: dictionary(text) });
    return this.#session(session, { method: "GET", path: "", shape, action: "read the session", ...options });
  }

  heartbeat(session: string, options: Options) {
    const call = { method: "POST", path: "/heartbeat", body: {}, shape: anything, repeatable: true } as const;
    return this.#session(session, { ...call, action: "keep the session", ...options });
  }

  closeSession(session: string, options: Options) {
    return this.#session(session, {
      method: "DELETE",
      path: "",
      shape: anything,
      action: "close the session",
      repeatable: true,
      ...options,
    });
  }

  configureSession(
    session: string,
    statement: string,
    options: Options & Pick<HttpCall<unknown>, "onRefusal">,
  ) {
    this.#needVersion2("configure a session");
    const call = {
      method: "POST",
      path: "/configure-session",
      body: { statement },
      shape: anything,
    } as const;
    return this.#session(session, { ...call, action: "configure the session", ...options });
  }

  complete(session: string, statement: string, position: number, options: Options) {
    this.#needVersion2("complete statements");
    const shape = record({ candidates: list(text) });
    const body = { statement, position };
    const call = { method: "GET", path: "/complete-statement", body, shape } as const;
    return this.#session(session, { ...call, action: "complete the statement", ...options });
  }

  submit(session: string, statement: string, options: Options & Pick<HttpCall<unknown>, "onRefusal">) {
    const shape = record({ operationHandle: text });
    const call = { method: "POST", path: "/statements", body: { statement }, shape } as const;
    return this.#session(session, { ...call, action: "execute the statement", ...options });
  }

  status(session: string, operation: string, options: Options) {
    const call = {
      method: "GET",
      path: "/status",
      shape: operationStatus,
      action: "tell the status",
    } as const;
    return this.#operation(session, operation, { ...call, ...options });
  }

  cancelOperation(session: string, operation: string, options: Options) {
    const call = {
      method: "POST",
      path: "/cancel",
      shape: anything,
      action: "cancel the operation",
    } as const;
    return this.#operation(session, operation, { ...call, repeatable: true, ...options });
  }

  closeOperation(session: string, operation: string, options: Options) {
    const call = {
      method: "DELETE",
      path: "/close",
      shape: anything,
      action: "close the operation",
    } as const;
    return this.#operation(session, operation, { ...call, repeatable: true, ...options });
  }

  /** The page with this token; the gateway keeps the last page, so asking again for it is safe. */
  page(
    session: string,
    operation: string,
    token: string,
    rowFormat: RowFormat,
    options: Options & Pick<HttpCall<unknown>, "onRefusal">,
  ) {
    return this.#operation(session, operation, {
      method: "GET",
      path: `/result/${token}`,
      // Version 1 knows one format and no parameter for it.
      query: { rowFormat },
      shape: resultPage,
      action: "hand out results",
      ...options,
    });
  }

  #operation<T>(session: string, operation: string, call: HttpCall<T>): Promise<T> {
    return this.#session(session, {
      ...call,
      path: `/operations/${encodeURIComponent(operation)}${call.path}`,
      onRefusal: (refusal) => operationGone(operation, refusal) ?? call.onRefusal?.(refusal),
    });
  }

  #session<T>(session: string, call: HttpCall<T>): Promise<T> {
    return this.#call({
      ...call,
      path: `/sessions/${encodeURIComponent(session)}${call.path}`,
      onRefusal: (refusal) => sessionGone(session, refusal) ?? call.onRefusal?.(refusal),
    });
  }

  #call<T>(call: HttpCall<T>): Promise<T> {
    return this.http.call({ ...call, path: `/${this.#version}${call.path}` });
  }

  /** Version 1 has neither settings without an operation nor completion. */
  #needVersion2(action: string): void {
    if (this.#version !== "v1") return;
    const need = `to ${action} takes v2`;
    throw new FlinkUnsupportedVersionError(this.http.url, ["v1"], GATEWAY_VERSIONS.slice(0, -1), need);
  }
}

export function readInfo(http: HttpClient, options: Options): Promise<GatewayInfo> {
  return http.call({
    method: "GET",
    path: "/v1/info",
    shape: infoAnswer,
    action: "say what it is",
    ...options,
  });
}

/** The newest version that the gateway and this library speak. */
export async function negotiateVersion(http: HttpClient, options: Options): Promise<GatewayVersion> {
  const shape = record({ versions: list(text) });
  const call = { method: "GET", path: "/api_versions", shape, action: "list its versions" } as const;
  const { versions } = await http.call({ ...call, ...options });
  const served = versions.map((version) => version.toLowerCase());
  const chosen = GATEWAY_VERSIONS.find((version) => served.includes(version));
  if (chosen === undefined) {
    const need = `this library speaks ${GATEWAY_VERSIONS.join(", ")}`;
    throw new FlinkUnsupportedVersionError(http.url, served, GATEWAY_VERSIONS, need);
  }
  return chosen;
}

function sessionGone(session: string, refusal: Refusal): FlinkError | undefined {
  const gone = refusal.chain.some((cause) => /^Session '.*' does not exist/.test(cause.message));
  return gone ? new FlinkSessionGoneError(session) : undefined;
}

function operationGone(operation: string, refusal: Refusal): FlinkError | undefined {
  for (const { message } of refusal.chain) {
    if (message.startsWith("Can not find the submitted operation")) {
      return new FlinkResultGoneError(operation, "the gateway closed the operation");
    }
    if (message.startsWith("Expecting token to be")) {
      return new FlinkResultGoneError(operation, "somebody else has read on");
    }
  }
  return undefined;
}
