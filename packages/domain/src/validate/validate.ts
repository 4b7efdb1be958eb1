import { describeFound } from "@millrace/common";
import { declaredResults, type Expansion, expandDomain } from "../expand/expand-domain.ts";
import { loadJson } from "../load/json-text.ts";
import type { LoadedDomain } from "../load/load-domain.ts";
import type { LoadedYaml } from "../load/yaml-text.ts";
import type { DomainProblem } from "../problem.ts";
import { type ConnectorInput, connectorSchema } from "../schema/connector-schema.ts";
import { type DomainInput, domainSchema } from "../schema/domain-schema.ts";
import type { SourceFile } from "../source-file.ts";
import { parseStatementFile, type StatementFile } from "../sql/statement-file.ts";
import { aggregationRules } from "./aggregation-rules.ts";
import { attributeRules } from "./attribute-rules.ts";
import { domainRules } from "./domain-rules.ts";
import { doorRules } from "./door-rules.ts";
import { generatorRules } from "./generator-rules.ts";
import { maskRules } from "./mask-rules.ts";
import { repeated } from "./names.ts";
import { panelFindings } from "./panel-rules.ts";
import { requestRules } from "./request-rules.ts";
import type { Finding } from "./rule.ts";
import { dotted, validateShape } from "./shape.ts";
import { aggregationSinkFindings, sinkRules } from "./sink-rules.ts";
import { streamRules } from "./stream-rules.ts";
import { unfilledResults, validateStatements } from "./statement-rules.ts";

/** A domain whose files are right, each by itself and all together; what it declares is written out. */
export interface ValidDomain {
  readonly input: DomainInput;
  readonly statements: readonly StatementFile[];
  readonly connectors: readonly ValidConnector[];
  /** All that its declarations compile to, also what a file of the user's takes the place of. */
  readonly generated: Pick<Expansion, "statements" | "connectors">;
}

/** A connector with its document, which tells where its keys stand. */
export interface ValidConnector {
  readonly input: ConnectorInput;
  readonly document: LoadedYaml;
}

/**
 * Checks shapes, then rules. Rules between files run only over files that parsed, so that one mistake is not told
 * twice; whether every result is filled is told only when every file parsed.
 */
export function validateDomain(
  loaded: LoadedDomain,
  everyFileParsed: boolean,
): { readonly valid?: ValidDomain; readonly problems: readonly DomainProblem[] } {
  const connectors = validateConnectors(loaded);
  if (loaded.domain === undefined) return { problems: connectors.problems };
  const { data: input, problems } = validateShape(loaded.domain, domainSchema);
  if (input === undefined) return { problems: [...problems, ...connectors.problems] };
  const document = loaded.domain;
  const ruleFindings = [
    ...domainRules,
    ...streamRules,
    ...doorRules,
    ...attributeRules,
    ...requestRules,
    ...maskRules,
    ...aggregationRules,
    ...generatorRules,
    ...sinkRules,
  ].flatMap(({ check }) => check(input));
  // What a wrong declaration would be compiled to is not known: nothing is said of the files that take its place.
  const expansion = ruleFindings.length === 0 ? expandDomain(input) : undefined;
  const findings = [
    ...folderFinding(input, document),
    ...ruleFindings,
    ...(expansion === undefined ? [] : expandedFindings(expansion.input)),
    ...(everyFileParsed ? unfilledFindings(input, loaded.statements) : []),
  ];
  const statements = withGenerated(loaded, expansion);
  const all = [
    ...findings.map((finding) => toProblem(finding, document)),
    ...validateStatements(expansion?.input ?? input, statements, declaredResults(input)),
    ...connectors.problems,
    ...connectors.valid.flatMap((connector) => foreignConnector(connector, input)),
  ];
  if (all.length > 0 || expansion === undefined) return { problems: all };
  const generated = generatedConnectors(expansion, connectors.valid);
  return {
    valid: {
      input: expansion.input,
      statements,
      connectors: [...connectors.valid, ...generated.valid],
      generated: expansion,
    },
    problems: generated.problems,
  };
}

/** What can be told once every declaration has become results. */
function expandedFindings(expanded: DomainInput): readonly Finding[] {
  return [...aggregationSinkFindings(expanded), ...panelFindings(expanded)];
}

/** The user's statements, and of the generated ones those whose results no file of the user's fills. */
function withGenerated(
  { statements, statementPaths }: LoadedDomain,
  expansion: Expansion | undefined,
): readonly StatementFile[] {
  const filled = new Set(statements.map(({ target }) => target.name));
  const generated = (expansion?.statements ?? [])
    .filter(({ path }) => !statementPaths.has(path))
    .map(parseGenerated)
    .filter(({ target }) => !filled.has(target.name));
  return [...statements, ...generated];
}

function parseGenerated(source: SourceFile): StatementFile {
  const { statement, problems } = parseStatementFile(source);
  if (statement === undefined)
    throw new Error(`the compiler wrote ${source.path}, which it cannot read: ${problems[0]?.found}`);
  return statement;
}

/** The generated connectors that no file of the user's replaces. */
function generatedConnectors({ connectors }: Expansion, written: readonly ValidConnector[]) {
  const names = new Set(written.map(({ input }) => input.name));
  const documents = connectors.map(loadJson).flatMap(({ document }) => (document ? [document] : []));
  const { valid, problems } = validateConnectors({ connectors: documents });
  return { valid: valid.filter(({ input }) => !names.has(input.name)), problems };
}

function validateConnectors({ connectors }: Pick<LoadedDomain, "connectors">) {
  const results = connectors.map((document) => ({ document, ...validateShape(document, connectorSchema) }));
  const valid = results.flatMap(({ document, data }) =>
    data === undefined ? [] : [{ document, input: data }],
  );
  const seconds = repeated(valid.map((connector) => ({ ...connector, name: connector.input.name })));
  const problems = [
    ...results.flatMap((result) => result.problems),
    ...seconds.map(({ document, name }) =>
      toProblem(
        { path: ["name"], found: `a second connector ${describeFound(name)}`, expected: "another name" },
        document,
      ),
    ),
  ];
  return { valid, problems };
}

function foreignConnector(
  { input, document }: ValidConnector,
  domain: DomainInput,
): readonly DomainProblem[] {
  if (input.domain === domain.domain) return [];
  return [
    toProblem(
      {
        path: ["domain"],
        found: describeFound(input.domain),
        expected: `a domain that exists, here ${domain.domain}`,
      },
      document,
    ),
  ];
}

function folderFinding(input: DomainInput, document: LoadedYaml): readonly Finding[] {
  const folder = document.file.split("/").at(-2);
  if (folder === undefined || folder === input.domain) return [];
  return [{ path: ["domain"], found: describeFound(input.domain), expected: `${folder}, the folder's name` }];
}

function unfilledFindings(input: DomainInput, statements: readonly StatementFile[]): readonly Finding[] {
  return unfilledResults(input, statements).map((name) => ({
    path: ["results", name],
    at: "key",
    found: "a result that no statement fills",
    expected: `a file with INSERT INTO ${name} (…)`,
  }));
}

function toProblem({ path, at, ...facts }: Finding, document: LoadedYaml): DomainProblem {
  const position = at === "key" ? document.positionOfKey(path) : document.positionOf(path);
  return { file: document.file, path: dotted(path), ...position, ...facts };
}
