import { bindPlaceholders, suggest } from "@millrace/domain";
import type { SubmittedStatement } from "@millrace/engines";
import { NoStatementError, UnknownStatementError } from "./errors.ts";
import { insertedTables, readTableDdl, type TableDdl } from "./table-ddl.ts";

/** What was sent to the gateway for a statement. */
export type StatementScript = Pick<SubmittedStatement["script"], "properties" | "ddl" | "statementSet">;

/** What is needed of the record of a started statement. */
export interface SubmittedScript {
  readonly jobId: string;
  /** Its texts may hold placeholders of the target. */
  readonly script: StatementScript;
  /** It was stopped on purpose, because its domain is gone. */
  readonly isRetired?: boolean;
}

/** A statement that was started, with the tables it names; those that are asked for among its results. */
export interface StartedStatement {
  readonly name: string;
  readonly jobId: string;
  readonly script: StatementScript;
  readonly tables: readonly TableDdl[];
  /** The result tables to look at, in the statement's order. */
  readonly results: readonly TableDdl[];
}

/**
 * The statements and results that are asked for: all when no name is given, all results of a statement that is named.
 * @throws UnknownStatementError, NoStatementError
 */
export function selectStatements(
  submitted: Readonly<Record<string, SubmittedScript>>,
  {
    names,
    bindings,
  }: { readonly names: readonly string[]; readonly bindings: Readonly<Record<string, string>> },
): readonly StartedStatement[] {
  const started = Object.entries(submitted)
    .filter(([, { isRetired }]) => isRetired !== true)
    .map(([name, each]) => toStarted(name, each, bindings));
  if (started.length === 0) throw new NoStatementError();
  const known = started.flatMap(({ name, results }) => [name, ...results.map((table) => table.name)]);
  for (const name of names) {
    if (!known.includes(name))
      throw new UnknownStatementError(name, { known, suggestion: suggest(name, known) });
  }
  if (names.length === 0) return started;
  return started
    .map((statement) =>
      names.includes(statement.name)
        ? statement
        : { ...statement, results: statement.results.filter(({ name }) => names.includes(name)) },
    )
    .filter(({ results }) => results.length > 0);
}

function toStarted(
  name: string,
  { jobId, script: kept }: SubmittedScript,
  bindings: Readonly<Record<string, string>>,
): StartedStatement {
  const script = {
    ...kept,
    ddl: kept.ddl.map((text) => bindPlaceholders(text, bindings)),
    statementSet: bindPlaceholders(kept.statementSet, bindings),
  };
  const tables = script.ddl.flatMap((ddl) => readTableDdl(ddl) ?? []);
  const results = insertedTables(script.statementSet).flatMap((table) =>
    tables.filter((each) => each.name === table),
  );
  return { name, jobId, script, tables, results };
}
