import type { Command } from "commander";

/** The verbs of `millrace sql`. */
const verbs: readonly ((group: Command) => void)[] = [];

/** `millrace sql <verb>` */
export function registerSql(program: Command): void {
  const group = program.command("sql").description("the SQL workbench: lint, test and compare statements");
  for (const register of verbs) register(group);
}
