import { parseDuration } from "@millrace/domain";
import {
  diffStatement,
  type DiffInput,
  type DiffTarget,
  findDiffTarget,
  loadDomainForms,
  readTopicScript,
  showDifference,
  type SqlDifference,
  testInputs,
} from "@millrace/workbench";
import type { Command } from "commander";
import { readCliConfig, type CliConfig } from "../config.ts";
import { exitCodes } from "../exit-codes.ts";
import { toJson } from "../json.ts";
import { localPlan } from "../local-platform.ts";
import { stateLines } from "../plan-text.ts";
import { stopSignals } from "../stop-signals.ts";
import { withWorkbenchFlink } from "../workbench-flink.ts";
import { runningSource } from "./read.ts";

/** Events of the real topic beyond these are left out, the oldest first. */
const defaultLimit = 100_000;

interface DiffFlags {
  readonly against: string;
  readonly test?: string;
  readonly last?: string;
  readonly limit: string;
  readonly json?: boolean;
}

/** The difference between the committed and the edited statement; undefined where the edit changes no statement. */
export async function sqlDiff(
  config: CliConfig,
  target: DiffTarget,
  flags: DiffFlags,
  signal: AbortSignal,
): Promise<SqlDifference | undefined> {
  const { root, stage } = config;
  const forms = await loadDomainForms(root, target.domain, { ref: flags.against, stage });
  if (forms.before.statement.hash === forms.after.statement.hash) return undefined;
  const inputs =
    flags.last === undefined
      ? testInputs(root, forms, flags.test)
      : [await topicInput(config, target.domain, { ...flags, last: flags.last }, signal)];
  return withWorkbenchFlink(config, signal, (flink) => diffStatement({ flink, ...forms, inputs, signal }));
}

/** What the topics of the domain's events hold of the last stretch of event time. */
async function topicInput(
  config: CliConfig,
  domain: string,
  { last, limit }: { readonly last: string; readonly limit: string },
  signal: AbortSignal,
): Promise<DiffInput> {
  const address = runningSource(config);
  const slice = { lastMs: parseDuration(last), limit: Number(limit), signal };
  const tables = localPlan(config).tables.filter(
    (table) => table.domain === domain && table.role === "event",
  );
  const scripts = await Promise.all(
    tables.map(async (table) => [table.name, await readTopicScript(address, table, slice)] as const),
  );
  const skipped = scripts.reduce((sum, [, script]) => sum + script.skipped, 0);
  const steps = Object.fromEntries(scripts.map(([name, script]) => [name, script.steps]));
  const more = skipped === 0 ? "" : `, without the ${skipped} oldest`;
  const topics = tables.map(({ topic }) => topic).join(", ");
  return { name: `the last ${last} of ${topics}${more}`, before: steps, after: steps };
}

/** `millrace sql diff <target>` */
export function registerSqlDiff(group: Command): void {
  group
    .command("diff")
    .description("run the same events through the committed and the edited statement, and show what changes")
    .argument("<target>", "a statement file, a result or a domain")
    .option("--against <commit>", "the commit to compare with", "HEAD")
    .option("--test <text>", "only events of tests whose path contains it; default: every test of the domain")
    .option("--last <duration>", 'events of the running topics instead, for example "10 minutes"')
    .option("--limit <n>", "so many of them at most, the newest", String(defaultLimit))
    .option("--json", "print the difference as JSON")
    .addHelpText(
      "after",
      `\nExit codes: ${exitCodes.ok} no row changes, ${exitCodes.found} rows change, ${exitCodes.failed} it could not be compared.`,
    )
    .action(async (word: string, flags: DiffFlags) => {
      const config = readCliConfig();
      const { root } = config;
      const target = findDiffTarget(word, { plan: localPlan(config), root, from: process.cwd() });
      const signal = stopSignals(() => process.exit(exitCodes.failed));
      const found = await sqlDiff(config, target, flags, signal);
      process.stdout.write(`${flags.json === true ? toJson(found ?? null) : textOf(found, target, flags)}\n`);
      if (found !== undefined && changesRows(found, target)) process.exitCode = exitCodes.found;
    });
}

function textOf(found: SqlDifference | undefined, { domain, tables }: DiffTarget, { against }: DiffFlags) {
  if (found === undefined) return `The statement of ${domain} means the same as in ${against}.`;
  return [
    showDifference(found, tables === undefined ? {} : { tables }),
    "",
    "What applying it does to the state of the running statement:",
    ...stateLines(found.state).map((line) => `  ${line}`),
  ].join("\n");
}

function changesRows({ inputs }: SqlDifference, { tables }: DiffTarget): boolean {
  return inputs.some(({ results }) =>
    results.some(
      ({ table, differences, existence }) =>
        (tables === undefined || tables.includes(table)) && (differences.length > 0 || existence !== "both"),
    ),
  );
}
