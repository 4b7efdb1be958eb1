import type { Server } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "@millrace/common";
import type { KafkaAdmin, ProducerPort } from "@millrace/kafka";
import type { Lifecycle } from "./lifecycle.ts";

/** What is stopped, in this order. */
export interface ShutDownOptions {
  readonly lifecycle: Lifecycle;
  readonly server: Server;
  readonly producer: ProducerPort;
  readonly admin: KafkaAdmin;
  readonly log: Logger;
}

/** Together below the 10 s after which a stopped process is commonly killed. */
const drainTimeoutMs = 6_000;
const closeTimeoutMs = 1_000;

/**
 * Ends the process on SIGTERM and SIGINT: requests under way are finished, new ones answered 503, then the port is closed
 * and the producer disconnected.
 * @returns a signal that is aborted when stopping begins
 */
export function stopGracefully(options: ShutDownOptions): AbortSignal {
  const stopping = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    if (stopping.signal.aborted) return;
    stopping.abort(new Error(`stopped by ${name}`));
    options.log.info({ signal: name }, "draining");
    void stop(options);
  };
  process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
  return stopping.signal;
}

async function stop({ lifecycle, server, producer, admin, log }: ShutDownOptions): Promise<void> {
  await atMost(drainTimeoutMs, lifecycle.drain());
  await atMost(closeTimeoutMs, new Promise((resolve) => server.close(resolve)));
  server.closeAllConnections();
  await atMost(closeTimeoutMs, producer.close());
  await admin.close();
  log.info("stopped");
  process.exit(0);
}

async function atMost(timeoutMs: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([work, delay(timeoutMs)]);
}
