import type { AddressInfo } from "node:net";
import { createLogger } from "@millrace/common";
import { type ConnectionLimits, Health, type HealthCheck, type Lifecycle } from "@millrace/http";
import {
  type AppOptions,
  createApp,
  EventCatalog,
  Ingest,
  KafkaStore,
  type Limits,
  Metrics,
} from "@millrace/publisher";
import type { EventPlan } from "@millrace/domain";
import { takingEvents } from "../../../apps/publisher/src/health/takes-events.ts";
import { publisherLifecycle } from "../../../apps/publisher/src/http/publisher-lifecycle.ts";
import { serve } from "../../../apps/publisher/src/http/serve.ts";
import { shopEvents } from "../events/shop-domain.ts";
import { contractOf } from "./contract-of.ts";
import { MapReceipts } from "./map-receipts.ts";
import { MemoryProducer } from "./memory-producer.ts";
import { pageViewEvent } from "./page-view-event.ts";

/** The clock of the tested publisher: 2021-01-26T12:05:00Z, in milliseconds. */
export const nowMs = 1_611_662_700_000;

/** A page view as R2 has it. */
export const pageView = {
  user_id: 1234,
  postcode: "SW19",
  webpage: "www.website.com/index.html",
  timestamp: 1_611_662_684,
};

/** What {@link startApp} can be told. */
export interface StartOptions {
  readonly checks?: Readonly<Record<string, HealthCheck>>;
  readonly isStarted?: boolean;
  readonly maxBodyBytes?: number;
  /** Limits that differ from {@link testLimits}. */
  readonly limits?: Partial<Limits>;
  /** Times that clients have, and how many there may be. */
  readonly connections?: ConnectionLimits;
  /** Parts of the HTTP side that differ from an open one. */
  readonly parts?: Partial<Pick<AppOptions, "gate" | "cors" | "answers" | "held" | "routes">>;
  /** What it takes. Default: page views, and the events of a shop. */
  readonly events?: readonly EventPlan[];
}

/** Small ones, and none of clients. */
export const testLimits: Limits = {
  maxBodyBytes: 100_000,
  maxBatchBytes: 1_000_000,
  maxBatchItems: 10_000,
  maxInFlightBytes: 8_000_000,
  maxInFlightRequests: 512,
  clientEventsPerSecond: 0,
  clientBurstEvents: 10_000,
  trustedProxies: 0,
};

/** A publisher that listens on a free port, with a producer in memory. */
export interface RunningApp extends AsyncDisposable {
  readonly producer: MemoryProducer;
  readonly lifecycle: Lifecycle;
  readonly ingest: Ingest;
  readonly logLines: readonly string[];
  /** Where it listens: `http://127.0.0.1:8080`. */
  readonly url: string;
  get(path: string): Promise<Response>;
  /** Posts a body; a string is sent as it is. */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

/** Starts a publisher that takes requests at once. */
export async function startApp({
  checks = {},
  isStarted = true,
  maxBodyBytes = 100_000,
  limits,
  connections,
  parts,
  events = [pageViewEvent(), ...shopEvents],
}: StartOptions = {}): Promise<RunningApp> {
  const producer = new MemoryProducer();
  const metrics = new Metrics(() => producer.isConnected());
  const catalog = new EventCatalog(contractOf(events));
  const ingest = new Ingest({
    store: new KafkaStore(producer),
    receipts: new MapReceipts(),
    catalog,
    metrics,
    clock: () => nowMs,
  });
  const lifecycle = publisherLifecycle();
  if (isStarted) {
    ingest.serve(catalog, subjectIds(catalog));
    lifecycle.serve();
  }
  const logLines: string[] = [];
  const log = createLogger({ program: "publisher", destination: { write: (line) => logLines.push(line) } });
  const health = new Health({ ...takingEvents, checks, reuseMs: 0, timeoutMs: 50 });
  const app = createApp({
    ingest,
    health,
    lifecycle,
    metrics,
    log,
    limits: { ...testLimits, maxBodyBytes, ...limits },
    ...parts,
  });
  const server = await serve(app, { host: "127.0.0.1", port: 0, ...connections });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    producer,
    lifecycle,
    ingest,
    logLines,
    url: base,
    get: (path) => fetch(base + path),
    post: (path, body, headers) =>
      fetch(base + path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Ids of a catalog's subjects: 7 and on, in their order. */
export function subjectIds({ schemas }: EventCatalog): ReadonlyMap<string, number> {
  return new Map(schemas.map(({ subject }, at) => [subject, 7 + at]));
}
