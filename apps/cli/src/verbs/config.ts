import {
  type CheckedSecret,
  checkSecrets,
  connectorSecrets,
  formatSettings,
  type Platform,
  shownSettings,
  stages,
} from "@millrace/settings";
import { type Command, Option } from "commander";
import { readPlatformConfig, rootOfClone, secretsOf } from "../config.ts";
import { exitCodes } from "../exit-codes.ts";
import { localPlan } from "../local-platform.ts";

interface ConfigFlags {
  readonly stage: string;
  readonly json?: boolean;
}

/** `millrace config show|check-secrets [--stage <stage>] [--json]` */
export function registerConfig(program: Command): void {
  const group = program
    .command("config")
    .description("the settings of a stage, and the secrets that it names");
  group
    .command("show")
    .description("print the settings of a stage, each with where it came from; no secret is read or shown")
    .addOption(stageOption())
    .option("--json", "print them as JSON")
    .action(({ stage, json }: ConfigFlags) => {
      const settings = shownSettings(readPlatformConfig(stage));
      process.stdout.write(
        `${json === true ? JSON.stringify({ stage, settings }) : formatSettings(settings)}\n`,
      );
    });
  group
    .command("check-secrets")
    .description("read every secret that the connectors name, and say which cannot be had; no value is shown")
    .addOption(stageOption())
    .option("--json", "print the findings as JSON")
    .addHelpText("after", `\nExit codes: ${exitCodes.ok} all can be had, ${exitCodes.found} some cannot.`)
    .action(async ({ stage, json }: ConfigFlags) => {
      const checked = await namedSecrets(readPlatformConfig(stage));
      process.stdout.write(
        `${json === true ? JSON.stringify({ stage, secrets: checked }) : formatChecked(checked)}\n`,
      );
      if (checked.some(({ problem }) => problem !== undefined)) process.exitCode = exitCodes.found;
    });
}

/** Whether the secrets that a stage's connectors name can be had. @throws DomainInvalidError */
export async function namedSecrets(platform: Platform): Promise<readonly CheckedSecret[]> {
  const { prefix: stage, topics: topicDefaults, clickhouse } = platform;
  const place = clickhouse === undefined ? {} : { clickhouse };
  const { connectors } = localPlan({ root: rootOfClone, stage, topicDefaults, ...place });
  return await checkSecrets(secretsOf(platform), connectorSecrets(connectors));
}

/** Findings for people, one use a paragraph. */
export function formatChecked(checked: readonly CheckedSecret[]): string {
  if (checked.length === 0) return "No connector names a secret.";
  return checked
    .map(({ usedBy, references, problem }) =>
      problem === undefined ? `✔ ${usedBy}: ${references.join(", ")}` : `✖ ${usedBy}: ${problem}`,
    )
    .join("\n");
}

function stageOption(): Option {
  return new Option("--stage <stage>", "whose settings").choices(stages).default("dev");
}
