import { describeFound } from "@millrace/common";
import type { LoadedDomain } from "../load/load-domain.ts";
import type { LoadedYaml } from "../load/yaml-text.ts";
import type { DomainProblem } from "../problem.ts";
import { type ConnectorInput, connectorSchema } from "../schema/connector-schema.ts";
import { type DomainInput, domainSchema } from "../schema/domain-schema.ts";
import type { StatementFile } from "../sql/statement-file.ts";
import { attributeRules } from "./attribute-rules.ts";
import { domainRules } from "./domain-rules.ts";
import { repeated } from "./names.ts";
import type { Finding } from "./rule.ts";
import { dotted, validateShape } from "./shape.ts";
import { unfilledResults, validateStatements } from "./statement-rules.ts";

/** A domain whose files are right, each by itself and all together. */
export interface ValidDomain {
  readonly input: DomainInput;
  readonly statements: readonly StatementFile[];
  readonly connectors: readonly ValidConnector[];
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
  const findings = [
    ...folderFinding(input, document),
    ...[...domainRules, ...attributeRules].flatMap(({ check }) => check(input)),
    ...(everyFileParsed ? unfilledFindings(input, loaded.statements) : []),
  ];
  const all = [
    ...findings.map((finding) => toProblem(finding, document)),
    ...validateStatements(input, loaded.statements),
    ...connectors.problems,
    ...connectors.valid.flatMap((connector) => foreignConnector(connector, input)),
  ];
  if (all.length > 0) return { problems: all };
  return { valid: { input, statements: loaded.statements, connectors: connectors.valid }, problems: [] };
}

function validateConnectors({ connectors }: LoadedDomain) {
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
