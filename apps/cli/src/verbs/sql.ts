import type { Command } from "commander";
import { registerSqlDiff } from "./sql-diff.ts";
import { registerSqlLint } from "./sql-lint.ts";
import { registerSqlTest } from "./sql-test.ts";

/** The verbs of `millrace sql`. */
const verbs: readonly ((group: Command) => void)[] = [registerSqlLint, registerSqlTest, registerSqlDiff];

/** `millrace sql <verb>` */
export function registerSql(program: Command): void {
  const group = program.command("sql").description("the SQL workbench: lint, test and compare statements");
  for (const register of verbs) register(group);
}
