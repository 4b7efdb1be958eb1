import type { LatencySummary } from "../ingest/load.ts";

/** What the process of many clients is told, step by step. */
export type StreamOrder =
  /** Opens as many, and answers when each has its backfill. */
  | { readonly step: "open"; readonly url: string; readonly clients: number }
  /** Answers what each has been sent since then, and closes them. */
  | { readonly step: "close" };

/** What it answers to either. */
export interface StreamAnswer {
  readonly open: number;
  /** From the first client's request to the last one's backfill. */
  readonly openMs: number;
  /** Frames of rows that were sent to at least one client, and those that every client has. */
  readonly frames: number;
  readonly framesOfAll: number;
  readonly bytesOfFrame: number;
  /** From the time that the server writes into a frame to each client's having read it. */
  readonly delivery: LatencySummary;
  /** The same until the last of all clients has it. */
  readonly lastDelivery: LatencySummary;
}
