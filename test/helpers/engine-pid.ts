import { expect } from "vitest";
import { millrace, type StackAddresses } from "./millrace.ts";

interface StatusJson {
  readonly engines: readonly { readonly name: string; readonly state: string; readonly pid: number }[];
}

/** The process id of a running engine. */
export async function enginePid(stack: StackAddresses, engine: string): Promise<number> {
  const { stdout } = await millrace(["status", "--json"], stack.env);
  const found = (JSON.parse(stdout) as StatusJson).engines.find(({ name }) => name === engine);
  if (found?.state !== "running") throw new Error(`${engine} is not running: ${stdout}`);
  return found.pid;
}

/** Waits until the supervisor has started the engine again. */
export async function waitForNewEnginePid(stack: StackAddresses, engine: string, old: number): Promise<void> {
  await expect
    .poll(() => enginePid(stack, engine).catch(() => old), { timeout: 60_000, interval: 250 })
    .not.toBe(old);
}
