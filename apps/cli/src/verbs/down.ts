import { setTimeout as delay } from "node:timers/promises";
import { endOrphans, isRunning, RunRecordFile, signalProcess } from "@millrace/engines";
import type { Command } from "commander";
import { readCliConfig, type CliConfig } from "../config.ts";
import { localInstance, localRecord } from "../instance.ts";

const stopTimeoutMs = 90_000;

/** What `down` found and did. */
export type DownOutcome =
  | { readonly outcome: "stopped"; readonly afterMs: number }
  | { readonly outcome: "cleaned"; readonly engines: readonly string[] }
  | { readonly outcome: "not running" };

/** Stops the running stack, or what a crashed one left behind. */
export async function down(config: CliConfig): Promise<DownOutcome> {
  const record = localRecord(config);
  if (record === undefined) return { outcome: "not running" };
  const begin = performance.now();
  if (signalProcess(record.supervisor, "SIGTERM")) {
    while (isRunning(record.supervisor) && performance.now() - begin < stopTimeoutMs) await delay(50);
  }
  if (!isRunning(record.supervisor)) {
    const left = localRecord(config);
    if (left === undefined) return { outcome: "stopped", afterMs: performance.now() - begin };
    const engines = await endOrphans(left);
    new RunRecordFile(localInstance(config).runDir).remove();
    return { outcome: "cleaned", engines };
  }
  throw new Error(
    `The stack's supervisor, process ${record.supervisor.pid}, has not stopped after ${stopTimeoutMs / 1000} s. ` +
      `Look at "npm run logs -- supervisor", then end it with "kill -9 ${record.supervisor.pid}" and run "npm run down" again.`,
  );
}

/** One sentence about what `down` did. */
export function describeDown(outcome: DownOutcome): string {
  switch (outcome.outcome) {
    case "stopped":
      return `Stopped in ${(outcome.afterMs / 1000).toFixed(1)} s; the data is kept. "npm start" goes on where it stopped.`;
    case "cleaned":
      return outcome.engines.length === 0
        ? "Nothing was running any more; the record of a crashed start was removed."
        : `The supervisor had crashed; ended what it left behind: ${outcome.engines.join(", ")}.`;
    case "not running":
      return "Nothing is running.";
  }
}

/** `millrace down` */
export function registerDown(program: Command): void {
  program
    .command("down")
    .description("stop the stack and keep its data")
    .option("--json", "print the outcome as JSON")
    .action(async (options: { json?: boolean }) => {
      const outcome = await down(readCliConfig());
      process.stdout.write(`${options.json === true ? JSON.stringify(outcome) : describeDown(outcome)}\n`);
    });
}
