import { describeFound, suggest } from "@millrace/common";
import { type DomainProblem, withSuggestion } from "../problem.ts";
import { positionAt } from "../source-file.ts";
import { declaredStreams, deduplicatedStreams } from "../schema/declared-streams.ts";
import type { DomainInput, ResultInput } from "../schema/domain-schema.ts";
import type { LocatedName, StatementFile } from "../sql/statement-file.ts";
import { recordTimeColumn } from "./domain-rules.ts";
import { repeated } from "./names.ts";

/**
 * Checks what each statement fills against the domain's results, and the statements against each other.
 * @param declared names of results that a declaration makes, whether or not it could be compiled
 */
export function validateStatements(
  domain: DomainInput,
  statements: readonly StatementFile[],
  declared: ReadonlySet<string>,
): readonly DomainProblem[] {
  return [
    ...statements.flatMap((statement) => validateTarget(domain, statement, declared)),
    ...secondFillers(statements),
    ...settingConflicts(statements),
    ...bundledDuplicates(domain, statements),
  ];
}

/** Flink takes the first row of each identity for one that may change as soon as rows are bundled. */
function bundledDuplicates(
  domain: DomainInput,
  statements: readonly StatementFile[],
): readonly DomainProblem[] {
  if (deduplicatedStreams(domain).length === 0) return [];
  return statements.flatMap((statement) =>
    statement.settings
      .filter(({ name, value }) => name === "miniBatchMs" && value !== 0)
      .map(({ word, offset }) =>
        problemAt(
          statement,
          { name: `@${word}`, offset },
          {
            found: "rows in mini-batches",
            expected: "no mini-batch where a stream of the domain leaves out duplicates",
          },
        ),
      ),
  );
}

function validateTarget(
  domain: DomainInput,
  statement: StatementFile,
  declared: ReadonlySet<string>,
): readonly DomainProblem[] {
  const results = domain.results ?? {};
  const { name } = statement.target;
  if (!Object.hasOwn(results, name) && declared.has(name)) return [];
  if (Object.hasOwn(results, name)) return validateColumns(results[name] as ResultInput, statement);
  const isEventTable = declaredStreams(domain).some(({ table }) => table === name);
  const names = Object.keys(results).sort();
  return [
    problemAt(statement, statement.target, {
      found: isEventTable
        ? `the event table ${describeFound(name)}`
        : `the unknown table ${describeFound(name)}`,
      expected:
        names.length === 0 ? "a table that stands under results" : `one of the results ${names.join(", ")}`,
      ...withSuggestion(suggest(name, names)),
    }),
  ];
}

function validateColumns(result: ResultInput, statement: StatementFile): readonly DomainProblem[] {
  const columns = Object.keys(result.columns);
  const known = result.record_time === undefined ? columns : [...columns, recordTimeColumn];
  const listed = new Set(statement.columns.map(({ name }) => name));
  const missing = columns.filter((name) => result.columns[name]?.optional !== true && !listed.has(name));
  return [
    ...statement.columns
      .filter(({ name }) => !known.includes(name))
      .map((column) =>
        problemAt(statement, column, {
          found: `the unknown column ${describeFound(column.name)}`,
          expected: `one of ${columns.join(", ")}`,
          ...withSuggestion(suggest(column.name, columns)),
        }),
      ),
    ...repeated(statement.columns).map((column) =>
      problemAt(statement, column, {
        found: `a second ${describeFound(column.name)}`,
        expected: "each column once",
      }),
    ),
    ...(missing.length === 0
      ? []
      : [
          problemAt(statement, statement.target, {
            found: `a column list without ${missing.join(", ")}`,
            expected: `every column of ${statement.target.name} that is not optional`,
          }),
        ]),
  ];
}

function secondFillers(statements: readonly StatementFile[]): readonly DomainProblem[] {
  return statements.flatMap((statement, index) => {
    const first = statements.findIndex(({ target }) => target.name === statement.target.name);
    if (first === index) return [];
    return [
      problemAt(statement, statement.target, {
        found: `a second statement that fills ${statement.target.name}`,
        expected: `one, and it is ${statements[first]?.source.path}`,
      }),
    ];
  });
}

/** A domain runs as one job, so that two files cannot set the same thing differently. */
function settingConflicts(statements: readonly StatementFile[]): readonly DomainProblem[] {
  const located = statements.flatMap((statement) =>
    statement.settings.map((setting) => ({ statement, setting })),
  );
  return located.flatMap(({ statement, setting }) => {
    const first = located.find((other) => other.setting.name === setting.name);
    if (first === undefined || first.setting.value === setting.value) return [];
    return [
      problemAt(
        statement,
        { name: `@${setting.word}`, offset: setting.offset },
        {
          found: "another value than another file has",
          expected: `the value of ${first.statement.source.path}, because a domain runs as one job`,
        },
      ),
    ];
  });
}

/** Every result that no statement fills, as paths into domain.yaml. */
export function unfilledResults(
  domain: DomainInput,
  statements: readonly StatementFile[],
): readonly string[] {
  const filled = new Set(statements.map(({ target }) => target.name));
  return Object.keys(domain.results ?? {}).filter((name) => !filled.has(name));
}

function problemAt(
  { source }: StatementFile,
  { name, offset }: LocatedName,
  facts: Pick<DomainProblem, "found" | "expected" | "suggestion">,
): DomainProblem {
  return { file: source.path, path: name, ...positionAt(source.text, offset), ...facts };
}
