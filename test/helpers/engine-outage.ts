import { expect } from "vitest";
import { enginePid, waitForNewEnginePid } from "./engine-pid.ts";
import type { StackAddresses } from "./millrace.ts";

/** Ends an engine and waits until the supervisor has started it again. `SIGTERM` lets it close what it has open. */
export async function endEngine(
  stack: StackAddresses,
  engine: string,
  signal: "SIGTERM" | "SIGKILL" = "SIGTERM",
): Promise<void> {
  const pid = await enginePid(stack, engine);
  process.kill(pid, signal);
  await waitForNewEnginePid(stack, engine, pid);
}

/** Ends the metrics app and waits until the one that is started in its place listens. */
export async function restartMetrics(
  stack: StackAddresses,
  signal: "SIGTERM" | "SIGKILL" = "SIGTERM",
): Promise<void> {
  await endEngine(stack, "metrics", signal);
  await expect
    .poll(() => answers(`${stack.metricsUrl}/health/live`), { timeout: 60_000, interval: 50 })
    .toBe(true);
}

/** Holds an engine where it is, as a machine that hangs, until it is disposed of. */
export async function freezeEngine(stack: StackAddresses, engine: string): Promise<Disposable> {
  const pid = await enginePid(stack, engine);
  process.kill(pid, "SIGSTOP");
  return { [Symbol.dispose]: () => process.kill(pid, "SIGCONT") };
}

async function answers(url: string): Promise<boolean> {
  return await fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}
