import { setTimeout as delay } from "node:timers/promises";
import type { WatchedFile } from "@millrace/common";
import type { CodecOptions } from "@millrace/events";
import type { Contract } from "./contract.ts";
import { EventCatalog } from "./event-catalog.ts";
import { serveCatalog, type ServeOptions } from "../start-up/start-up.ts";

/** How often the file is looked at, in milliseconds; looking works on mounted files too. */
const defaultIntervalMs = 500;

/** What following a contract needs; the signal ends it. */
export interface FollowOptions extends ServeOptions {
  readonly intervalMs?: number;
  /** What codecs depend on besides the contract. */
  readonly codecs?: CodecOptions;
}

/**
 * Serves what the contract says whenever it is written anew, from when on its topics exist. One that cannot be served is
 * logged, and what was taken before is taken on. Resolves when the signal aborts.
 */
export async function followContract(file: WatchedFile<Contract>, options: FollowOptions): Promise<void> {
  const { signal, intervalMs = defaultIntervalMs } = options;
  let newer = new AbortController();
  while (!signal.aborted) {
    if (await file.hasChanged()) {
      newer.abort();
      newer = new AbortController();
      void serveFile(file, { ...options, signal: AbortSignal.any([signal, newer.signal]) });
    }
    await delay(intervalMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

/** Never rejects. */
async function serveFile(file: WatchedFile<Contract>, options: FollowOptions): Promise<void> {
  const { log, signal } = options;
  try {
    const catalog = new EventCatalog(await file.read(), options.codecs);
    await serveCatalog(catalog, options);
    log.info({ types: catalog.events.length }, "the contract has changed: its events are taken");
  } catch (error) {
    if (signal.aborted) return;
    log.error({ err: error }, "the contract has changed and cannot be served; what was taken is taken on");
  }
}
