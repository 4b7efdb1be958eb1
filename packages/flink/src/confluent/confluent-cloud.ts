import { FlinkTimeoutError, FlinkUnreachableError } from "../errors/connection-errors.ts";
import { FlinkStatementNotFoundError } from "../errors/statement-errors.ts";
import { statementError } from "../errors/statement-error.ts";
import { type ConnectionOptions, HttpClient } from "../http/http-client.ts";
import type { CallOptions, ExecuteOptions, SqlClient } from "../sql/statement.ts";
import { ConfluentApi, pageTokenOf, type StatementBody } from "./confluent-api.ts";
import { ConfluentStatement, waitUntilAccepted } from "./confluent-statement.ts";
import { type ConfluentDescription, toDescription } from "./description.ts";

/** How to reach the Flink of one environment and region. */
export interface ConfluentCloudOptions extends ConnectionOptions {
  /** A UUID. */
  readonly organizationId: string;
  /** `env-…` */
  readonly environmentId: string;
  /** A Flink API key of the region, or a global one. */
  readonly apiKey: string;
  readonly apiSecret: string;
  /** `lfcp-…`; default: the environment's default pool. */
  readonly computePoolId?: string;
  /** Whom statements run as: `sa-…` for what runs for long, `u-…`; default: the key's owner. */
  readonly principal?: string;
  /** Properties of every statement, for example `sql.current-catalog` and `sql.current-database`. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** How a statement is made on Confluent Cloud. */
export interface ConfluentExecuteOptions extends ExecuteOptions {
  /** Lower-case letters, digits and hyphens, at most 100; default: a made-up one. */
  readonly name?: string;
  /** Added to the client's properties. */
  readonly properties?: Readonly<Record<string, string>>;
  readonly computePoolId?: string;
  readonly principal?: string;
  /**
   * The statement whose offsets the new one starts from. Confluent waits until that one has stopped. Only for statements
   * without state.
   */
  readonly carryOverOffsetsFrom?: string;
  /** How long to wait for the statement to be accepted, in milliseconds; default: until the signal aborts. */
  readonly timeoutMs?: number;
}

/** Confluent Cloud for Apache Flink: statements of one environment. */
export class ConfluentCloud implements SqlClient {
  readonly #api: ConfluentApi;
  readonly #options: ConfluentCloudOptions;

  constructor(options: ConfluentCloudOptions) {
    const credentials = Buffer.from(`${options.apiKey}:${options.apiSecret}`).toString("base64");
    const headers = { ...options.headers, authorization: `Basic ${credentials}` };
    const http = new HttpClient("Confluent Cloud API", { ...options, headers });
    this.#api = new ConfluentApi(http, options.organizationId, options.environmentId);
    this.#options = options;
  }

  /** @throws FlinkStatementConflictError when a statement of that name exists */
  async execute(sql: string, options: ConfluentExecuteOptions = {}): Promise<ConfluentStatement> {
    const body = this.#body(sql, options);
    await this.#create(body, options);
    const wait = { signal: options.signal, timeoutMs: options.timeoutMs };
    const description = await waitUntilAccepted(this.#api, body.name, options.locate, wait);
    return new ConfluentStatement(this.#api, description, { locate: options.locate, deletesQuery: true });
  }

  /** A statement that exists. Closing it leaves it running. @throws FlinkStatementNotFoundError */
  async statement(name: string, options: CallOptions = {}): Promise<ConfluentStatement> {
    const description = toDescription(await this.#api.describe(name, options));
    return new ConfluentStatement(this.#api, description, { locate: undefined, deletesQuery: false });
  }

  /** Every statement of the environment, or of one compute pool. */
  async *statements(
    options: CallOptions & { readonly computePoolId?: string } = {},
  ): AsyncGenerator<ConfluentDescription, void, void> {
    let token: string | undefined;
    do {
      const query = { page_size: "100", page_token: token, "spec.compute_pool_id": options.computePoolId };
      const page = await this.#api.list(query, options);
      yield* page.data.map(toDescription);
      token = pageTokenOf(page.metadata.next);
    } while (token !== undefined);
  }

  /** There is no session: nothing to give up. */
  async close(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #body(sql: string, options: ConfluentExecuteOptions): StatementBody {
    const computePoolId = options.computePoolId ?? this.#options.computePoolId;
    const principal = options.principal ?? this.#options.principal;
    const from = options.carryOverOffsetsFrom;
    return {
      name: options.name ?? `ts-${globalThis.crypto.randomUUID()}`,
      organization_id: this.#options.organizationId,
      environment_id: this.#options.environmentId,
      spec: {
        statement: sql,
        properties: {
          ...this.#options.properties,
          ...options.properties,
          ...(from === undefined ? {} : { "sql.tables.initial-offset-from": from }),
        },
        ...(computePoolId === undefined ? {} : { compute_pool_id: computePoolId }),
        ...(principal === undefined ? {} : { principal }),
        stopped: false,
      },
    };
  }

  /** A lost answer does not say whether the statement was made; its name does. */
  async #create(body: StatementBody, { signal, locate }: ConfluentExecuteOptions): Promise<void> {
    const sql = body.spec.statement;
    try {
      await this.#api.create(body, {
        signal,
        onRefusal: ({ status, chain }) =>
          status === 400 || status === 422 ? statementError({ sql, chain, locate }) : undefined,
      });
    } catch (error) {
      if (!(error instanceof FlinkUnreachableError || error instanceof FlinkTimeoutError)) throw error;
      const made = await this.#api.describe(body.name, { signal }).catch((missing: unknown) => {
        if (missing instanceof FlinkStatementNotFoundError) throw error;
        throw missing;
      });
      if (made.spec.statement !== sql) throw error;
    }
  }
}
