import { setTimeout as delay } from "node:timers/promises";
import type { LogSink, WatchedFile } from "@millrace/common";
import { Catalog } from "./catalog.ts";
import type { MetricsContract } from "./contract.ts";
import type { Served } from "./served.ts";

/** How often the file is looked at, in milliseconds; looking works on mounted files too. */
const defaultIntervalMs = 500;

/** What following a contract needs; the signal ends it. */
export interface FollowOptions {
  readonly served: Served;
  readonly log: LogSink;
  readonly signal: AbortSignal;
  readonly intervalMs?: number;
}

/**
 * Serves what the contract says whenever it is written anew. One that cannot be read is logged, and what was served before
 * is served on. Resolves when the signal aborts; never rejects.
 */
export async function followContract(
  file: WatchedFile<MetricsContract>,
  options: FollowOptions,
): Promise<void> {
  const { served, log, signal, intervalMs = defaultIntervalMs } = options;
  while (!signal.aborted) {
    if (await file.hasChanged())
      try {
        served.replace(new Catalog(await file.read()));
        log.info({ tables: served.catalog.tables.length }, "the contract has changed: its tables are served");
      } catch (error) {
        served.fault = error instanceof Error ? error.message : String(error);
        log.error(
          { err: error },
          "the contract has changed and cannot be read; what was served is served on",
        );
      }
    await delay(intervalMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
