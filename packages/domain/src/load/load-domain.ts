import type { DomainProblem } from "../problem.ts";
import { compareText, type SourceFile } from "../source-file.ts";
import { parseStatementFile, type StatementFile } from "../sql/statement-file.ts";
import { loadJson } from "./json-text.ts";
import { type LoadedYaml, loadYaml } from "./yaml-text.ts";

/** The files of one domain as text. */
export interface DomainSources {
  /** `sql/<domain>/domain.yaml`. */
  readonly domain: SourceFile;
  /** `sql/<domain>/*.sql`. */
  readonly statements: readonly SourceFile[];
  /** Those of `connectors/*.json` that belong to the domain. */
  readonly connectors: readonly SourceFile[];
}

/** Files that could be parsed; what a file is about is not known yet. */
export interface LoadedDomain {
  readonly domain?: LoadedYaml;
  readonly statements: readonly StatementFile[];
  /** The paths of all statements, also of those that could not be parsed. */
  readonly statementPaths: ReadonlySet<string>;
  readonly connectors: readonly LoadedYaml[];
}

/** Parses every file, sorted by path, and gathers the problems of all. */
export function loadDomain(sources: DomainSources): {
  readonly loaded: LoadedDomain;
  readonly problems: readonly DomainProblem[];
} {
  const domain = loadYaml(sources.domain);
  const statements = byPath(sources.statements).map(parseStatementFile);
  const connectors = byPath(sources.connectors).map(loadJson);
  return {
    loaded: {
      ...(domain.document === undefined ? {} : { domain: domain.document }),
      statementPaths: new Set(sources.statements.map(({ path }) => path)),
      statements: statements.flatMap(({ statement }) => (statement === undefined ? [] : [statement])),
      connectors: connectors.flatMap(({ document }) => (document === undefined ? [] : [document])),
    },
    problems: [domain, ...statements, ...connectors].flatMap(({ problems }) => problems),
  };
}

function byPath(files: readonly SourceFile[]): readonly SourceFile[] {
  return [...files].sort((a, b) => compareText(a.path, b.path));
}
