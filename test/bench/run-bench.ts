import { UsageError } from "./usage-error.ts";

/** Runs a benchmark's main function: exit code 2 and the usage for a wrong command line, 1 for a failure. */
export async function runBench(usage: string, main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (error instanceof UsageError) process.stderr.write(`${error.message}\n${usage}\n`);
    else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
