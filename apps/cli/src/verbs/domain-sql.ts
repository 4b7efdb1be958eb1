import type { Command } from "commander";
import { readCliConfig } from "../config.ts";
import {
  type DeclaredStatement,
  declaredStatements,
  formatStatements,
  StatementUndeclaredError,
  writeStatement,
} from "../declared-statements.ts";
import { chooseDomains } from "../domain-choice.ts";

interface SqlFlags {
  readonly domain?: string;
  readonly write?: boolean;
  readonly json?: boolean;
}

/** `millrace domain sql [<result>] [--domain <names>] [--write] [--json]` */
export function registerDomainSql(group: Command): void {
  group
    .command("sql")
    .argument("[result]", "a result that domain.yaml declares; without one all are listed")
    .description("print the SQL that an aggregation of domain.yaml stands for, or write it as a file to edit")
    .option(
      "--domain <names>",
      "of these domains alone: names with commas between them; default: every domain",
    )
    .option("--write", "write sql/<domain>/<result>.sql, which counts from then on")
    .option("--json", "print the list as JSON")
    .action((result: string | undefined, flags: SqlFlags, command: Command) => {
      const config = readCliConfig();
      const { domains } = chooseDomains(config, flags.domain ?? "all");
      const statements = declaredStatements(config.root, domains);
      if (result === undefined) {
        if (flags.write === true) command.error("error: --write needs the name of a result");
        return list(statements, flags.json === true);
      }
      const found = statements.find((statement) => statement.result === result);
      if (found === undefined)
        throw new StatementUndeclaredError(
          result,
          statements.map((statement) => statement.result),
        );
      if (flags.write === true) write(config.root, found);
      else process.stdout.write(found.text);
    });
}

function list(statements: readonly DeclaredStatement[], isJson: boolean): void {
  const listed = statements.map(({ text: _, ...facts }) => facts);
  const text = isJson ? JSON.stringify({ statements: listed }) : formatStatements(statements);
  process.stdout.write(`${text}\n`);
}

function write(root: string, statement: DeclaredStatement): void {
  writeStatement(root, statement);
  const { result, domain, file } = statement;
  process.stdout.write(`${file}\n`);
  process.stderr.write(
    `${result} is filled by this file from now on. Its columns, topic and sinks are still those that ` +
      `sql/${domain}/domain.yaml declares; the SQL that it declares counts again when the file is removed.\n`,
  );
}
