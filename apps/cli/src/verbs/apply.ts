import { type ApplyOptions, type Change, PlanRefusedError, StateLossError } from "@millrace/engines";
import type { Command } from "commander";
import { applyHere } from "../apply-here.ts";
import { clickHouseNote } from "../clickhouse-note.ts";
import { type CliConfig, readCliConfig } from "../config.ts";
import { choiceNote, chooseDomains, type DomainChoice } from "../domain-choice.ts";
import { type DomainFlag, domainOption } from "../domain-option.ts";
import { localPlan } from "../local-platform.ts";
import { formatChanges, formatDifferences } from "../plan-text.ts";
import { runningTarget } from "../running-target.ts";

/**
 * Makes what runs as the chosen domains say.
 * @throws NotRunningError, DomainInvalidError, and what `applyPlan` throws
 */
export async function apply(
  config: CliConfig,
  choice: DomainChoice,
  options: Omit<ApplyOptions, "leftOut"> = {},
): Promise<readonly Change[]> {
  const plan = localPlan(config, choice.domains);
  return await applyHere(config, runningTarget(config), { plan, choice }, options);
}

interface ApplyFlags extends DomainFlag {
  readonly acceptStateLoss: readonly string[];
  readonly replay: readonly string[];
  readonly json?: boolean;
}

/** `millrace apply [--domain <names>] [--accept-state-loss <statement>] [--replay <statement>]` */
export function registerApply(program: Command): void {
  program
    .command("apply")
    .description("make what runs as the domains say, without losing data; applied again it changes nothing")
    .option(
      "--accept-state-loss <statement>",
      "let it forget state that its edit cannot keep, and go on from now (repeatable)",
      collect,
      [],
    )
    .option(
      "--replay <statement>",
      "let it forget all its state and begin again with the earliest records of its topics (repeatable)",
      collect,
      [],
    )
    .addOption(domainOption())
    .option("--json", "print what was changed as JSON")
    .action(async (flags: ApplyFlags) => {
      const config = readCliConfig();
      const choice = chooseDomains(config, flags.domain);
      const changes = await apply(config, choice, {
        choices: new Map([
          ...flags.acceptStateLoss.map((name) => [name, "lose"] as const),
          ...flags.replay.map((name) => [name, "replay"] as const),
        ]),
        onCompared: (differences) => process.stderr.write(`${formatDifferences(differences)}\n`),
      }).catch((error: unknown) => {
        process.stderr.write(refusalNote(error, flags));
        throw error;
      });
      process.stderr.write(choiceNote(choice) + clickHouseNote(localPlan(config, choice.domains)));
      process.stdout.write(`${flags.json === true ? JSON.stringify(changes) : formatChanges(changes)}\n`);
    });
}

/** The commands that a refusal names go by the choice that is remembered, which this one has not become. */
function refusalNote(error: unknown, { domain }: DomainFlag): string {
  const isRefusal = error instanceof StateLossError || error instanceof PlanRefusedError;
  if (domain === undefined || !isRefusal) return "";
  return `The choice of domains is not remembered: give what is typed next "--domain ${domain}" too.\n`;
}

function collect(value: string, values: readonly string[]): readonly string[] {
  return [...values, value];
}
