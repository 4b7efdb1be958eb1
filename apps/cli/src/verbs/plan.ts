import { type Difference, planChanges } from "@millrace/engines";
import type { Command } from "commander";
import { clickHouseNote } from "../clickhouse-note.ts";
import { type CliConfig, readCliConfig } from "../config.ts";
import { choiceNote, chooseDomains, type DomainChoice } from "../domain-choice.ts";
import type { DomainFlag } from "../domain-option.ts";
import { exitCodes } from "../exit-codes.ts";
import { leftOutOf } from "../left-out.ts";
import { localPlan } from "../local-platform.ts";
import { formatDifferences, verdict } from "../plan-text.ts";
import { runningTarget } from "../running-target.ts";

/**
 * Compares the chosen domains with what runs; changes nothing, and remembers no choice.
 * @throws NotRunningError, DomainInvalidError, UnknownDomainError
 */
export async function plan(config: CliConfig, choice: DomainChoice): Promise<readonly Difference[]> {
  const planned = localPlan(config, choice.domains);
  return await planChanges(runningTarget(config), planned, { leftOut: leftOutOf(config, choice.leftOut) });
}

/** `millrace plan [--domain <names>]` */
export function registerPlan(program: Command): void {
  program
    .command("plan")
    .description(
      "show what apply would change: topics, schemas, tables, statements and their state, connectors",
    )
    .option("--domain <names>", "compare as if these domains were chosen: names with commas between, or all")
    .option("--json", "print the differences as JSON")
    .action(async (options: { readonly json?: boolean } & DomainFlag) => {
      const config = readCliConfig();
      const choice = chooseDomains(config, options.domain);
      const differences = await plan(config, choice);
      process.stderr.write(choiceNote(choice) + clickHouseNote(localPlan(config, choice.domains)));
      const text = options.json === true ? JSON.stringify(differences) : formatDifferences(differences);
      process.stdout.write(`${text}\n`);
      const codes = { none: exitCodes.ok, changes: exitCodes.changes, refused: exitCodes.found };
      process.exitCode = codes[verdict(differences)];
    });
}
