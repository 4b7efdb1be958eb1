import { existsSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { MillraceError, suggest } from "@millrace/common";
import { compileDomain, generatedFiles, loadDomainFolder } from "@millrace/domain";

/** A statement that a declaration of domain.yaml stands for: one result of an aggregation, or counted duplicates. */
export interface DeclaredStatement {
  /** The result that it fills. */
  readonly result: string;
  readonly domain: string;
  /** Where its file would stand: `sql/<domain>/<result>.sql`. */
  readonly file: string;
  /** What the declaration compiles to. */
  readonly text: string;
  /** The file that takes its place, where there is one. */
  readonly takenOverBy?: string;
}

/** No declaration stands for a result of that name. */
export class StatementUndeclaredError extends MillraceError {
  readonly code = "STATEMENT_UNDECLARED";
  readonly result: string;

  constructor(result: string, known: readonly string[]) {
    const near = suggest(result, known);
    super(
      `no domain.yaml declares a result ${JSON.stringify(result)}; ` +
        `declared are ${known.join(", ") || "none"}${near === undefined ? "" : `; did you mean "${near}"?`}`,
    );
    this.result = result;
  }
}

/** A file fills the result already. */
export class StatementTakenOverError extends MillraceError {
  readonly code = "STATEMENT_TAKEN_OVER";
  readonly file: string;

  constructor(result: string, file: string) {
    super(
      `${file} fills ${result} already, and is not written over; remove it, and what domain.yaml declares counts again`,
    );
    this.file = file;
  }
}

/**
 * The statements that domains declare, sorted by domain and result.
 * @throws DomainInvalidError with every problem of a domain
 */
export function declaredStatements(root: string, domains: readonly string[]): readonly DeclaredStatement[] {
  return domains.flatMap((domain) => {
    const sources = loadDomainFolder(root, domain);
    const files = new Set(sources.statements.map(({ path }) => path));
    const { statements } = compileDomain(sources, { stage: "local" });
    const filledBy = new Map(
      statements.flatMap(({ inserts }) => inserts.map(({ table, file }) => [table, file])),
    );
    return generatedFiles(sources)
      .statements.map(({ path, text }): DeclaredStatement => {
        const result = basename(path, ".sql");
        const file = filledBy.get(result);
        const taken = file !== undefined && files.has(file) ? { takenOverBy: file } : {};
        return { result, domain, file: path, text, ...taken };
      })
      .sort((a, b) => (a.result < b.result ? -1 : 1));
  });
}

/**
 * Writes a declared statement as the file that takes its place from then on.
 * @throws StatementTakenOverError where there is such a file
 */
export function writeStatement(root: string, { result, file, text, takenOverBy }: DeclaredStatement): void {
  if (takenOverBy !== undefined) throw new StatementTakenOverError(result, takenOverBy);
  const path = join(root, file);
  if (existsSync(path)) throw new StatementTakenOverError(result, file);
  writeFileSync(path, text);
}

/** Declared statements for people, one a line. */
export function formatStatements(statements: readonly DeclaredStatement[]): string {
  if (statements.length === 0) return "No domain declares an aggregation; sql/ has those that are files.";
  const width = Math.max(...statements.map(({ result }) => result.length));
  return statements
    .map(
      ({ result, takenOverBy }) =>
        `${result.padEnd(width)}  ${takenOverBy === undefined ? "as declared" : `taken over by ${takenOverBy}`}`,
    )
    .join("\n");
}
