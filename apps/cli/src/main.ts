import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MillraceError } from "@millrace/common";
import { Command } from "commander";
import { exitCodes } from "./exit-codes.ts";
import { registerApiKey } from "./verbs/api-key.ts";
import { registerApply } from "./verbs/apply.ts";
import { registerArtifacts } from "./verbs/artifacts.ts";
import { registerConfig } from "./verbs/config.ts";
import { registerDomain } from "./verbs/domain.ts";
import { registerDev } from "./verbs/dev.ts";
import { registerDoctor } from "./verbs/doctor.ts";
import { registerDown } from "./verbs/down.ts";
import { registerGenerate } from "./verbs/generate.ts";
import { registerLogs } from "./verbs/logs.ts";
import { registerPlan } from "./verbs/plan.ts";
import { registerRead } from "./verbs/read.ts";
import { registerReset } from "./verbs/reset.ts";
import { registerSql } from "./verbs/sql.ts";
import { registerStatus } from "./verbs/status.ts";
import { registerSupervise } from "./verbs/supervise.ts";
import { registerUp } from "./verbs/up.ts";

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "..", "package.json"), "utf8")) as {
  version: string;
};
const program = new Command("millrace")
  .description("Streaming analytics on this machine: Kafka, Flink SQL, Kafka Connect, S3 and Postgres.")
  .version(manifest.version)
  .addHelpText(
    "after",
    `\nExit codes: ${exitCodes.ok} done, ${exitCodes.failed} failed, ${exitCodes.usage} wrong command line or setting, ${exitCodes.notRunning} the stack is not running, ${exitCodes.found} problems or failing tests were found, ${exitCodes.changes} there are changes to apply.`,
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? exitCodes.ok : exitCodes.usage));

for (const register of [
  registerUp,
  registerStatus,
  registerLogs,
  registerRead,
  registerDown,
  registerReset,
  registerPlan,
  registerApply,
  registerGenerate,
  registerSql,
  registerConfig,
  registerDomain,
  registerDev,
  registerDoctor,
  registerApiKey,
  registerArtifacts,
  registerSupervise,
]) {
  register(program);
}

try {
  await program.parseAsync();
} catch (error) {
  const isOurs = error instanceof Error && "code" in error && typeof error.code === "string";
  const text =
    error instanceof MillraceError || isOurs ? error.message : ((error as Error).stack ?? String(error));
  process.stderr.write(`\n✖ ${text}\n`);
  process.exitCode = codeOf(error);
}

function codeOf(error: unknown): number {
  const code = error instanceof MillraceError ? error.code : undefined;
  if (code === "CONFIG_INVALID" || code === "PLATFORM_INVALID" || code === "GENERATE_FLAGS")
    return exitCodes.usage;
  return code === "NOT_RUNNING" ? exitCodes.notRunning : exitCodes.failed;
}
