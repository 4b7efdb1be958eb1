import { setTimeout as wait } from "node:timers/promises";
import type { LogSink } from "@millrace/common";
import { Client } from "pg";
import { keepPartitions } from "./keep-partitions.ts";

/** How {@link startKeeper} works. */
export interface KeeperOptions {
  /** Between two rounds. Default: 60 seconds. */
  readonly intervalMs?: number;
  readonly log: Pick<LogSink, "debug" | "info" | "warn">;
  /** Ends it; a round that is under way comes to its end. */
  readonly signal: AbortSignal;
}

/**
 * Keeps the tables of the database at `url`, where the role millrace_keeper signs in, until it is told to end: a round at
 * once, then one an interval, each with a connection of its own. A round that fails is logged, and the next one tries again.
 */
export async function startKeeper(
  url: string,
  { intervalMs = 60_000, log, signal }: KeeperOptions,
): Promise<void> {
  while (!signal.aborted) {
    await keepOnce(url, log);
    await wait(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}

async function keepOnce(url: string, log: KeeperOptions["log"]): Promise<void> {
  const client = new Client({
    connectionString: url,
    application_name: "millrace-keeper",
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const report = await keepPartitions(client);
    const { partitionsMade, partitionsDropped, rowsDeleted, postponed } = report;
    const isQuiet = partitionsMade + partitionsDropped + rowsDeleted + postponed.length === 0;
    log[isQuiet ? "debug" : "info"](report, "tables kept");
  } catch (error) {
    log.warn({ err: error }, "tables could not be kept: the next round tries again");
  } finally {
    await client.end().catch(() => undefined);
  }
}
