import { setTimeout as delay } from "node:timers/promises";
import { AdminSession } from "./admin-session.ts";
import type { KafkaConnection } from "./connection.ts";
import { KafkaUnreachableError } from "./errors.ts";

const pollMs = 100;
const probeTimeoutMs = 2_000;

/**
 * Waits until the cluster has brokers that answer; asks every 0.1 s.
 * @throws KafkaUnreachableError after `timeoutMs` (default 60,000), with the last refusal as its cause
 */
export async function waitForKafka(
  connection: KafkaConnection,
  { timeoutMs = 60_000, signal }: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs;
  let cause: unknown;
  while (Date.now() < giveUpAt) {
    signal?.throwIfAborted();
    const session = new AdminSession(connection, { timeoutMs: probeTimeoutMs, retries: 0 });
    try {
      const { brokers } = await session.run("wait for Kafka", (admin) => admin.describeCluster());
      if (brokers.length > 0) return;
    } catch (error) {
      cause = error instanceof KafkaUnreachableError ? (error.cause ?? error) : error;
    } finally {
      session.close();
    }
    await delay(pollMs, undefined, signal === undefined ? {} : { signal });
  }
  const { bootstrapServers } = connection;
  throw new KafkaUnreachableError({
    operation: "wait for Kafka",
    bootstrapServers,
    waitedMs: timeoutMs,
    cause,
  });
}
