import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { MillraceError } from "@millrace/common";
import { type Command, InvalidArgumentError } from "commander";
import { type CliConfig, readCliConfig } from "../config.ts";
import { localInstance } from "../instance.ts";

/** There is no log of that name. */
export class UnknownLogError extends MillraceError {
  readonly code = "UNKNOWN_LOG";

  constructor(name: string, known: readonly string[]) {
    super(
      known.length === 0
        ? `There is no log of ${name}: the stack has never been started. Run "npm start".`
        : `There is no log of ${name}. Logs are kept of: ${known.join(", ")}.`,
    );
  }
}

/** The file that holds an engine's log. @throws UnknownLogError naming the logs that there are */
export function logFileOf(config: CliConfig, name: string): string {
  const layout = localInstance(config);
  const known = readdirSync(layout.logDir)
    .filter((file) => file.endsWith(".log"))
    .map((file) => file.slice(0, -".log".length));
  const file = layout.logFile(name);
  if (!known.includes(name) || !existsSync(file)) throw new UnknownLogError(name, known);
  return file;
}

/** `millrace logs <engine> [-f] [-n <lines>]` */
export function registerLogs(program: Command): void {
  program
    .command("logs")
    .description("show an engine's log")
    .argument(
      "<engine>",
      "kafka, registry, flink-jobmanager, flink-taskmanager, connect, s3, postgres, publisher, metrics or supervisor",
    )
    .option("-f, --follow", "go on as the log grows")
    .option("-n, --lines <count>", "how many of the last lines to show", lineCount, 50)
    .action(async (engine: string, options: { follow?: boolean; lines: number }) => {
      const file = logFileOf(readCliConfig(), engine);
      const args = ["-n", String(options.lines), ...(options.follow === true ? ["-F"] : []), file];
      const child = spawn("tail", args, { stdio: ["ignore", "inherit", "inherit"] });
      await new Promise((resolve) => child.once("exit", resolve));
    });
}

function lineCount(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError("expected a number of lines.");
  return Number(text);
}
