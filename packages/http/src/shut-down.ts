import type { Server } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "@millrace/common";
import type { Lifecycle } from "./lifecycle.ts";

/** Something that is closed when nothing is under way any more. */
export interface Closing {
  readonly name: string;
  readonly close: () => Promise<unknown>;
}

/** What is stopped, in this order. */
export interface ShutDownOptions {
  readonly lifecycle: Lifecycle;
  readonly server: Server;
  /** One after the other. */
  readonly closings: readonly Closing[];
  readonly log: Logger;
}

/** Together below the 10 s after which a stopped process is commonly killed. */
const drainTimeoutMs = 5_000;
const closeTimeoutMs = 1_000;

/**
 * Ends the process on SIGTERM and SIGINT: requests under way are finished, new ones answered 503, then the port is closed
 * and with it everything that takes and keeps events.
 * @returns a signal that is aborted when stopping begins
 */
export function stopGracefully(options: ShutDownOptions): AbortSignal {
  const stopping = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    if (stopping.signal.aborted) return;
    options.log.info({ signal: name }, "draining");
    const drained = options.lifecycle.drain();
    stopping.abort(new Error(`stopped by ${name}`));
    void stop(options, drained);
  };
  process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
  return stopping.signal;
}

async function stop({ server, closings, log }: ShutDownOptions, drained: Promise<void>): Promise<void> {
  server.closeIdleConnections();
  if (!(await within(drainTimeoutMs, drained))) log.warn("requests are under way still; they are broken off");
  await within(closeTimeoutMs, new Promise<void>((resolve) => server.close(() => resolve())));
  server.closeAllConnections();
  for (const { name, close } of closings) await closePart(name, close, log);
  log.info("stopped");
  process.exit(0);
}

async function closePart(name: string, close: Closing["close"], log: Logger): Promise<void> {
  try {
    if (!(await within(closeTimeoutMs, close()))) log.warn({ part: name }, "it does not close in time");
  } catch (error) {
    log.error({ err: error, part: name }, "it does not close as it should");
  }
}

/** Whether work was done in time. */
async function within(timeoutMs: number, work: Promise<unknown>): Promise<boolean> {
  return await Promise.race([work.then(() => true), delay(timeoutMs, false)]);
}
