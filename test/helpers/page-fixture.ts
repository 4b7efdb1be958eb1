import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type Express } from "express";
import { buildPage, type PageAssets } from "../../apps/metrics/src/page/assets.ts";
import { pageRoutes } from "../../apps/metrics/src/page/page-routes.ts";
import type { Catalog } from "../../apps/metrics/page/contract/catalog.ts";
import type { Frame } from "../../apps/metrics/page/contract/frames.ts";
import type { PipelineReport } from "../../apps/metrics/src/pipeline/report.ts";

/** What the scripted service answers a request with. */
export interface ScriptedAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a page fixture begins with. */
export interface PageFixtureOptions {
  readonly catalog?: Catalog | ScriptedAnswer;
  /** Frames that every new stream begins with, after `hello`. */
  readonly backfill?: readonly Frame[];
  readonly report?: PipelineReport;
  readonly publisherUrl?: string;
  /** Only this key opens the service. Default: everybody is let in. */
  readonly apiKey?: string;
  /** Default 15,000. */
  readonly heartbeatMs?: number;
}

let assets: Promise<PageAssets> | undefined;

/**
 * Serves the real page with a scripted service behind it, so that every state of the page can be looked at without a stack.
 * What it sends is given by the test, which may push frames, break streams and refuse new ones.
 */
export class PageFixture implements AsyncDisposable {
  readonly url: string;
  catalog: Catalog | ScriptedAnswer;
  backfill: readonly Frame[];
  report: PipelineReport | undefined;
  /** What new streams are refused with; undefined lets them in. */
  refusal: ScriptedAnswer | undefined;
  /** What `Last-Event-ID` each stream asked for, in order. */
  readonly positions: (string | undefined)[] = [];
  readonly #server: Server;
  readonly #options: PageFixtureOptions;
  readonly #streams = new Set<ServerResponse>();
  #id = 0;

  private constructor(server: Server, options: PageFixtureOptions) {
    this.#server = server;
    this.#options = options;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.catalog = options.catalog ?? { stage: "test", publisher_url: null, domains: [] };
    this.backfill = options.backfill ?? [];
    this.report = options.report;
  }

  static async start(options: PageFixtureOptions = {}): Promise<PageFixture> {
    assets ??= buildPage();
    const page = await assets;
    const app = express();
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const fixture = new PageFixture(server, options);
    fixture.#route(app, page);
    return fixture;
  }

  /** How many streams are open. */
  get streams(): number {
    return this.#streams.size;
  }

  /** Sends a frame on every stream. */
  push(frame: Frame): void {
    this.#id += 1;
    const id = frame.type === "rows" ? `id: ${this.#id}\n` : "";
    for (const stream of this.#streams) stream.write(`${id}${textOf(frame)}`);
  }

  /** Breaks every stream off. */
  breakStreams(): void {
    for (const stream of this.#streams) stream.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #route(app: Express, page: PageAssets): void {
    const { publisherUrl } = this.#options;
    app.use(pageRoutes({ assets: page, ...(publisherUrl === undefined ? {} : { publisherUrl }) }));
    app.use((request, response, next) => {
      const { apiKey } = this.#options;
      if (apiKey === undefined || request.headers["x-api-key"] === apiKey) return next();
      answer(response, { status: 401, body: { detail: "The request has no credentials." } });
    });
    app.get("/api/catalog", (_request, response) => {
      const { catalog } = this;
      answer(response, "status" in catalog ? catalog : { status: 200, body: catalog });
    });
    app.get("/api/pipeline", (_request, response) => void response.json(this.report));
    app.get("/events", (request, response) => {
      if (this.refusal !== undefined) return answer(response, this.refusal);
      this.positions.push(request.get("last-event-id"));
      this.#open(response, request.get("last-event-id") !== undefined);
    });
  }

  #open(response: ServerResponse, isResumed: boolean): void {
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    this.#streams.add(response);
    response.once("close", () => this.#streams.delete(response));
    const { heartbeatMs = 15_000 } = this.#options;
    response.write(textOf({ type: "hello", data: { stage: "test", heartbeat_ms: heartbeatMs } }));
    if (!isResumed) for (const frame of this.backfill) response.write(textOf(frame));
    if (this.report !== undefined) response.write(textOf({ type: "pipeline", data: this.report }));
  }
}

function textOf({ type, data }: Frame): string {
  return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}

function answer(response: ServerResponse, { status, body, headers = {} }: ScriptedAnswer): void {
  response.writeHead(status, { "Content-Type": "application/problem+json", ...headers });
  response.end(JSON.stringify(body));
}
