import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createLogger, Secret, silentLog } from "@millrace/common";
import { type Gate, Health, Lifecycle, openGate, ServiceMetrics } from "@millrace/http";
import { Catalog, createApp, Served } from "@millrace/metrics";
import { Database, type DatabaseOptions } from "../../apps/metrics/src/database/database.ts";
import { contractCheck, databaseCheck } from "../../apps/metrics/src/health/checks.ts";
import type { Lags } from "../../apps/metrics/src/pipeline/lags.ts";
import { catalogRoutes } from "../../apps/metrics/src/routes/catalog-routes.ts";
import { openApiRoutes } from "../../apps/metrics/src/routes/openapi-routes.ts";
import { rowsRoutes } from "../../apps/metrics/src/routes/rows-routes.ts";
import { streamRoutes } from "../../apps/metrics/src/routes/stream-routes.ts";
import { contractOf } from "./served-tables.ts";

/** What {@link MetricsUnderTest} can be told. */
export interface MetricsOptions {
  readonly databaseUrl: string;
  readonly domains: readonly string[];
  /** Its clock, in milliseconds since the epoch. */
  readonly nowMs: number;
  readonly database?: Partial<DatabaseOptions>;
  readonly gate?: Gate;
  readonly lags?: Lags;
}

/** An answer with its body read. */
export interface RowsAnswered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AnswerBody;
}

/** What tests look at of an answer's body; of a CSV its text. */
export interface AnswerBody {
  readonly [member: string]: unknown;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly next_cursor: string | null;
  readonly text: string;
}

const noLags: Lags = { eventTimeLagMs: 1500, processingLagMs: 0, newestEventAt: "2026-01-15T11:59:58.500Z" };

/** The query API, as the metrics app has it, on a port of its own. */
export class MetricsUnderTest implements AsyncDisposable {
  readonly url: string;
  readonly served: Served;
  readonly #server: Server;
  readonly #database: Database;

  private constructor(server: Server, database: Database, served: Served) {
    this.#server = server;
    this.#database = database;
    this.served = served;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start({ databaseUrl, domains, nowMs, ...given }: MetricsOptions): Promise<MetricsUnderTest> {
    const { gate = openGate, lags = noLags } = given;
    const served = new Served(new Catalog(contractOf(...domains)));
    const database = new Database({
      url: new Secret(databaseUrl),
      poolMax: 4,
      statementTimeoutMs: 5_000,
      log: silentLog,
      ...given.database,
    });
    const lifecycle = new Lifecycle({ name: "metrics app", waitsFor: "" });
    lifecycle.serve();
    const reading = { served, gate, database, freshness: { lags: () => lags }, clock: () => nowMs };
    const app = createApp({
      health: new Health({
        checks: { database: databaseCheck(database), contract: contractCheck(served) },
        needed: ["database"],
        reuseMs: 0,
      }),
      lifecycle,
      metrics: new ServiceMetrics(),
      log: createLogger({ program: "metrics", destination: { write() {} } }),
      gate,
      routes: [
        catalogRoutes({ served, gate, publisherUrl: "http://127.0.0.1:8080" }),
        rowsRoutes(reading),
        streamRoutes(reading),
        openApiRoutes({ served }),
      ],
    });
    const server = await new Promise<Server>((resolve) => {
      const listening = app.listen(0, "127.0.0.1", () => resolve(listening));
    });
    return new MetricsUnderTest(server, database, served);
  }

  /** Asks for a path; a body of JSON comes parsed, another as text. */
  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<RowsAnswered> {
    const response = await fetch(`${this.url}${path}`, { headers });
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get("content-type") ?? "");
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : { text } };
  }

  /** The rows that a path answers. */
  async rows(path: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { status, body } = await this.get(path);
    if (status !== 200) throw new Error(`${path} answers ${status}: ${JSON.stringify(body)}`);
    return body.rows;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => void this.#server.close(resolve));
    await this.#database.close();
  }
}
