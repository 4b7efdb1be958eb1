import { setTimeout as delay } from "node:timers/promises";
import { isRunning, signalProcess } from "./process-identity.ts";
import type { RunRecord } from "./run-record.ts";

/**
 * Ends the engines that a dead supervisor left behind: asks first, kills after `timeoutMs`. Gives the names of those
 * that were still running.
 */
export async function endOrphans(record: RunRecord, timeoutMs = 10_000): Promise<string[]> {
  const orphans = Object.entries(record.engines).filter(([, identity]) => isRunning(identity));
  for (const [, engine] of orphans) signalProcess(engine, engine.stopSignal);
  const deadline = Date.now() + timeoutMs;
  while (orphans.some(([, identity]) => isRunning(identity))) {
    if (Date.now() > deadline) for (const [, identity] of orphans) signalProcess(identity, "SIGKILL");
    await delay(50);
  }
  return orphans.map(([name]) => name);
}
