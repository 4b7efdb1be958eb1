import type { LatencySummary } from "../ingest/load.ts";
import type { QueryKind } from "./dashboard-queries.ts";

/** What a load generator's process is told. */
export interface GetOrder {
  readonly port: number;
  readonly kinds: readonly QueryKind[];
  /** Requests a second, whether or not earlier ones are answered. */
  readonly perSecond: number;
  readonly seconds: number;
  readonly connections: number;
}

/** What it answers. */
export interface GetAnswer {
  /** From when a request was due to the end of its answer, of those answered 200, in milliseconds. */
  readonly all: LatencySummary;
  readonly kinds: Readonly<Record<string, LatencySummary>>;
  /** Requests by the status of their answer; 0 stands for a connection that broke. */
  readonly statuses: Readonly<Record<number, number>>;
  readonly durationMs: number;
  /** CPU time of the generator. */
  readonly cpuMs: number;
}
