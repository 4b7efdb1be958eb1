import { existsSync, rmSync } from "node:fs";
import type { Command } from "commander";
import { type CliConfig, readCliConfig } from "../config.ts";
import { localInstance } from "../instance.ts";
import { describeDown, down } from "./down.ts";

/** Stops the stack if it runs and wipes everything that it wrote; resolved artifacts stay. */
export async function reset(
  config: CliConfig,
): Promise<{ readonly wiped: boolean; readonly stopped: string }> {
  const { root } = localInstance(config);
  const wiped = existsSync(root);
  const stopped = describeDown(await down(config));
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  return { wiped, stopped };
}

/** `millrace reset` */
export function registerReset(program: Command): void {
  program
    .command("reset")
    .description("stop the stack and wipe its data: topics, schemas, state, archive, tables")
    .option("--json", "print the outcome as JSON")
    .action(async (options: { json?: boolean }) => {
      const outcome = await reset(readCliConfig());
      const text =
        "All data was wiped: topics, schemas, Flink state, archive and tables. Artifacts are kept.";
      process.stdout.write(
        options.json === true ? `${JSON.stringify(outcome)}\n` : `${outcome.stopped}\n${text}\n`,
      );
    });
}
