import { applyPlan, type ApplyOptions, type Change } from "@millrace/engines";
import type { Command } from "commander";
import { type CliConfig, readCliConfig } from "../config.ts";
import { localPlan } from "../local-platform.ts";
import { formatChanges, formatDifferences } from "../plan-text.ts";
import { runningTarget } from "../running-target.ts";

/**
 * Makes what runs as the clone's domains say.
 * @throws NotRunningError, DomainInvalidError, and what `applyPlan` throws
 */
export async function apply(config: CliConfig, options: ApplyOptions = {}): Promise<readonly Change[]> {
  const planned = localPlan(config);
  return await applyPlan(runningTarget(config), planned, options);
}

interface ApplyFlags {
  readonly acceptStateLoss: readonly string[];
  readonly replay: readonly string[];
  readonly json?: boolean;
}

/** `millrace apply [--accept-state-loss <statement>] [--replay <statement>]` */
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
    .option("--json", "print what was changed as JSON")
    .action(async (flags: ApplyFlags) => {
      const changes = await apply(readCliConfig(), {
        choices: new Map([
          ...flags.acceptStateLoss.map((name) => [name, "lose"] as const),
          ...flags.replay.map((name) => [name, "replay"] as const),
        ]),
        onCompared: (differences) => process.stderr.write(`${formatDifferences(differences)}\n`),
      });
      process.stdout.write(`${flags.json === true ? JSON.stringify(changes) : formatChanges(changes)}\n`);
    });
}

function collect(value: string, values: readonly string[]): readonly string[] {
  return [...values, value];
}
