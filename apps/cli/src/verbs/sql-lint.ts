import { isRunning } from "@millrace/engines";
import { FlinkUnreachableError, SqlGateway } from "@millrace/flink";
import { formatLintProblems, lintRepository, type LintReport } from "@millrace/workbench";
import type { Command } from "commander";
import { readCliConfig, type CliConfig } from "../config.ts";
import { exitCodes } from "../exit-codes.ts";
import { localRecord } from "../instance.ts";

interface LintFlags {
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly gateway?: string;
  readonly explain: boolean;
}

/** A Flink to ask, or why none is asked. */
type Asked = { readonly gateway: SqlGateway } | { readonly reason: string };

/** `millrace sql lint [domain|file…]` */
export function registerSqlLint(group: Command): void {
  group
    .command("lint")
    .description(
      "check statements: grammar, meaning, what either engine refuses, and what a running Flink says",
    )
    .argument("[target...]", "domains or files, for example page-views; default: every domain")
    .option("--json", "print problems as JSON")
    .option("--strict", "let warnings fail as well")
    .option("--gateway <url>", "ask the Flink behind this SQL Gateway; default: that of the running stack")
    .option("--no-explain", "ask no Flink")
    .addHelpText(
      "after",
      `\nExit codes: ${exitCodes.ok} clean, ${exitCodes.failed} unknown target or the gateway is down, ${exitCodes.found} problems were found. The rules are listed in docs/lint.md.`,
    )
    .action(async (targets: readonly string[], flags: LintFlags) => {
      const config = readCliConfig();
      const asked = await chooseFlink(config, flags);
      const { root, stage } = config;
      const gateway = "gateway" in asked ? { gateway: asked.gateway } : {};
      const report = await lintRepository({ root, stage, targets, cwd: process.cwd(), ...gateway });
      process.stdout.write(flags.json === true ? `${lintAsJson(report)}\n` : textOf(report));
      process.stderr.write(`${summarize(report, asked)}\n`);
      const fails = report.problems.some(({ severity }) => severity === "error" || flags.strict === true);
      if (fails) process.exitCode = exitCodes.found;
    });
}

/** A gateway that is named must answer; that of the stack is asked when it happens to run. */
async function chooseFlink(config: CliConfig, { gateway: url, explain }: LintFlags): Promise<Asked> {
  if (!explain) return { reason: "--no-explain" };
  if (url !== undefined) {
    const gateway = new SqlGateway({ url });
    await gateway.info();
    return { gateway };
  }
  const record = localRecord(config);
  const port = record?.ports["flink-jobmanager"]?.gateway;
  if (record === undefined || port === undefined || !isRunning(record.supervisor))
    return {
      reason: 'the stack is not running; start it with "npm start", or name a gateway with --gateway',
    };
  const gateway = new SqlGateway({ url: `http://127.0.0.1:${port}` });
  try {
    await gateway.info();
    return { gateway };
  } catch (error) {
    if (error instanceof FlinkUnreachableError) return { reason: error.message };
    throw error;
  }
}

/** One JSON value: the problems, and the domains that Flink was asked about. */
function lintAsJson({ problems, explained }: LintReport): string {
  return JSON.stringify({ problems, explained });
}

function textOf({ problems, sources }: LintReport): string {
  return problems.length === 0 ? "" : `${formatLintProblems(problems, sources)}\n`;
}

function summarize({ problems, sources, explained }: LintReport, asked: Asked): string {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const files = sources.filter(({ path }) => path.endsWith(".sql")).length;
  const counts = `${count(errors, "error")} and ${count(problems.length - errors, "warning")} in ${count(files, "statement")}`;
  if ("reason" in asked) return `${counts}. Flink was not asked: ${asked.reason}`;
  return explained.length === 0
    ? `${counts}. Flink was not asked: the domain does not compile`
    : `${counts}. Flink was asked about ${explained.join(", ")}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
