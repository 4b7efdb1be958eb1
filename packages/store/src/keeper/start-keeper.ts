import { setTimeout as wait } from "node:timers/promises";
import { Client } from "pg";
import { keepPartitions } from "./keep-partitions.ts";

/** Where the keeper tells what it did; a logger, or a part of one. */
export interface KeeperLog {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: { readonly err: unknown }, message: string): void;
}

/** How {@link startKeeper} works. */
export interface KeeperOptions {
  /** Between two rounds. Default: 60 seconds. */
  readonly intervalMs?: number;
  readonly log: KeeperLog;
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

async function keepOnce(url: string, log: KeeperLog): Promise<void> {
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
