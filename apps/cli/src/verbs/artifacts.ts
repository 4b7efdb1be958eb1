import { join } from "node:path";
import { resolveArtifacts } from "@millrace/engines";
import type { Command } from "commander";
import { readCliConfig } from "../config.ts";
import { describeArtifacts } from "../start-display.ts";

/** `millrace artifacts [--lock]` */
export function registerArtifacts(program: Command): void {
  program
    .command("artifacts")
    .description("resolve the engines' artifacts without starting anything")
    .option("--lock", "write artifacts.lock.json from what Maven resolves, after a change of a pom")
    .action(async (options: { lock?: boolean }) => {
      await resolveArtifacts({
        artifactsDir: join(readCliConfig().home, "artifacts"),
        updateLock: options.lock === true,
        onProgress: (progress) => process.stderr.write(`${describeArtifacts(progress)}\n`),
      });
    });
}
