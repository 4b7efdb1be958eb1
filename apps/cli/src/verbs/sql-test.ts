import { writeFileSync } from "node:fs";
import {
  findTests,
  isGood,
  resultAsJson,
  runTests,
  showResult,
  showSummary,
  type TestResult,
} from "@millrace/workbench";
import { type Command, InvalidArgumentError } from "commander";
import { type CliConfig, readCliConfig } from "../config.ts";
import { exitCodes } from "../exit-codes.ts";
import { Interrupted, stopSignals } from "../stop-signals.ts";
import { withWorkbenchFlink } from "../workbench-flink.ts";

/** What the command line says. */
interface SqlTestFlags {
  readonly filter?: string;
  readonly update?: boolean;
  readonly json?: boolean;
  readonly report?: string;
  readonly seed?: number;
}

/** `millrace sql test [domain|file…]` */
export function registerSqlTest(group: Command): void {
  group
    .command("test")
    .description("run the tests of sql/<domain>/tests on a Flink of their own")
    .argument("[what...]", "domains or test files; without any, every test of the repository")
    .option("--filter <text>", "only the files with this text in their path")
    .option("--update", "write what is found into tests that fail or expect nothing yet")
    .option("--seed <number>", "another seed for properties and shuffled events", seedNumber)
    .option("--json", "print the results as one JSON value")
    .option("--report <file>", "write the results as JSON into a file as well")
    .addHelpText(
      "after",
      `\nExit codes: ${exitCodes.ok} every test passed, ${exitCodes.found} a test did not.`,
    )
    .action(async (what: string[], flags: SqlTestFlags) => {
      process.exitCode = await sqlTest(readCliConfig(), what, flags);
    });
}

/** Finds, runs and prints; gives the exit code. */
async function sqlTest(config: CliConfig, what: readonly string[], flags: SqlTestFlags): Promise<number> {
  const { root } = config;
  const tests = findTests({ root, selectors: what, filter: flags.filter, from: process.cwd() });
  const signal = stopSignals(() => undefined);
  try {
    const results = await runTests({
      root,
      tests,
      withFlink: (work) => withWorkbenchFlink(config, signal, work),
      update: flags.update === true,
      seed: flags.seed,
      signal,
      onResult: (result) => {
        if (flags.json !== true) process.stdout.write(`${showResult(result)}\n`);
      },
    });
    printSummary(results, flags);
    return results.every(isGood) ? exitCodes.ok : exitCodes.found;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    process.stderr.write("Interrupted; the workbench's Flink has been stopped.\n");
    return exitCodes.failed;
  }
}

function printSummary(results: readonly TestResult[], { json, report }: SqlTestFlags): void {
  const asJson = `${JSON.stringify(results.map(resultAsJson), undefined, 2)}\n`;
  if (report !== undefined) writeFileSync(report, asJson);
  if (json === true) process.stdout.write(asJson);
  else process.stdout.write(`${showSummary(results)}\n`);
}

function seedNumber(text: string): number {
  if (!/^-?\d{1,9}$/.test(text))
    throw new InvalidArgumentError("expected a whole number of at most 9 digits.");
  return Number(text);
}
