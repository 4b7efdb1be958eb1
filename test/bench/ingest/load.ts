import type { RequestShape } from "./request-template.ts";

/** What a load generator's process is told. */
export interface LoadOrder extends RequestShape {
  readonly port: number;
  /** Names the run in the ids of its events. */
  readonly run: number;
  readonly connections: number;
  readonly seconds: number;
  /** Requests a second, whether or not earlier ones are answered; without it each connection posts one after the other. */
  readonly perSecond?: number;
  /**
   * What becomes of a request that is due while every connection waits for an answer: it `waits` (default), and its time
   * counts from when it was due; or it is `dropped`, as by a caller who has no more connections.
   */
  readonly whenBusy?: "waits" | "dropped";
}

/** Times in milliseconds. */
export interface LatencySummary {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** What it answers. */
export interface LoadAnswer {
  /** From the first request to the last answer. */
  readonly durationMs: number;
  /** Requests by the status of their answer; 0 stands for a connection that broke. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Of requests answered 202: from when they were due (posted, without a rate) to the answer. */
  readonly accepted: LatencySummary;
  /** Of all others that were answered. */
  readonly refused: LatencySummary;
  /** Requests that were due and found no free connection. */
  readonly dropped: number;
  /** CPU time of the generator. */
  readonly cpuMs: number;
  /** A bit a request, in base64: whether it was answered 202. */
  readonly acceptedRequests: string;
}
