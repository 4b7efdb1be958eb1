import { z } from "zod";

const health = z.object({
  checks: z.object({
    spool: z.object({
      detail: z.string().optional(),
      facts: z.object({ events: z.number(), bytes: z.number(), oldestAgeMs: z.number() }),
    }),
  }),
});

/** Events that wait on the publisher's disk until Kafka takes them. */
export interface SpoolStatus {
  readonly events: number;
  readonly bytes: number;
  /** How long the oldest has waited. */
  readonly oldestAgeMs: number;
  /** Why no more can be taken. */
  readonly fault?: string;
}

/**
 * Asks a publisher for its spool; undefined while it is empty and takes events, or nobody answers in time.
 * @param url where the publisher listens
 */
export async function spoolStatus(url: string): Promise<SpoolStatus | undefined> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(3_000) });
    const { facts, detail } = health.parse(await response.json()).checks.spool;
    if (facts.events === 0 && detail === undefined) return undefined;
    const { events, bytes, oldestAgeMs } = facts;
    return { events, bytes, oldestAgeMs, ...(detail === undefined ? {} : { fault: detail }) };
  } catch {
    return undefined;
  }
}

/** One line about it. */
export function formatSpool({ events, bytes, oldestAgeMs, fault }: SpoolStatus): string {
  const size = bytes < 1_048_576 ? `${Math.ceil(bytes / 1024)} KiB` : `${Math.round(bytes / 1_048_576)} MiB`;
  const age = `the oldest for ${Math.round(oldestAgeMs / 1000)} s`;
  const waiting = events === 0 ? "empty" : `${events} events (${size}) wait for Kafka, ${age}`;
  return `spool: ${waiting}${fault === undefined ? "" : `; ${fault}`}`;
}
