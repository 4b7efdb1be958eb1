import { setTimeout as delay } from "node:timers/promises";
import type { ServedTablePlan } from "@millrace/domain";
import { z } from "zod";

const answer = z.object({ rows: z.array(z.unknown()) });
const pauseMs = 100;
const requestTimeoutMs = 3_000;

/** What is waited for, and how long. */
export interface FirstRowsOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** How long the dashboard's first rows look back, in minutes: what is stored now may be about earlier. */
const minutes = 525_600;

/**
 * Waits until the dashboard has rows of each of these tables to show; false when it has not in time. Where callers have to
 * say who they are this one sees nothing, and does not wait.
 * @param url where the metrics app listens
 */
export async function untilRows(
  url: string,
  tables: readonly Pick<ServedTablePlan, "domain" | "name">[],
  { timeoutMs, signal }: FirstRowsOptions,
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  for (const { domain, name } of tables)
    while (!(await hasRows(`${url}/api/rows/${domain}/${name}?minutes=${minutes}&limit=1`))) {
      if (Date.now() >= deadline) return false;
      await delay(pauseMs, undefined, signal === undefined ? {} : { signal });
    }
  return true;
}

async function hasRows(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(requestTimeoutMs) });
    if (response.status === 401 || response.status === 403) return true;
    return response.ok && answer.parse(await response.json()).rows.length > 0;
  } catch {
    return false;
  }
}
