import { type Difference, planChanges } from "@millrace/engines";
import type { Command } from "commander";
import { type CliConfig, readCliConfig } from "../config.ts";
import { exitCodes } from "../exit-codes.ts";
import { localPlan } from "../local-platform.ts";
import { formatDifferences, verdict } from "../plan-text.ts";
import { runningTarget } from "../running-target.ts";

/** Compares the clone's domains with what runs; changes nothing. @throws NotRunningError, DomainInvalidError */
export async function plan(config: CliConfig): Promise<readonly Difference[]> {
  const planned = localPlan(config);
  return await planChanges(runningTarget(config), planned);
}

/** `millrace plan` */
export function registerPlan(program: Command): void {
  program
    .command("plan")
    .description(
      "show what apply would change: topics, schemas, tables, statements and their state, connectors",
    )
    .option("--json", "print the differences as JSON")
    .action(async (options: { json?: boolean }) => {
      const differences = await plan(readCliConfig());
      const text = options.json === true ? JSON.stringify(differences) : formatDifferences(differences);
      process.stdout.write(`${text}\n`);
      const codes = { none: exitCodes.ok, changes: exitCodes.changes, refused: exitCodes.found };
      process.exitCode = codes[verdict(differences)];
    });
}
