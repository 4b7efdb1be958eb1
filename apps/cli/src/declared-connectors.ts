import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MillraceError, suggest } from "@millrace/common";
import { connectorDomain, generatedFiles, loadDomainFolder, type SourceFile } from "@millrace/domain";

/** A connector that a domain's `sinks` stand for. */
export interface DeclaredConnector {
  readonly name: string;
  readonly domain: string;
  /** Where its file would stand: `connectors/<name>.json`. */
  readonly file: string;
  /** What `sinks` compile to. */
  readonly text: string;
  /** The file that takes its place, where there is one. */
  readonly takenOverBy?: string;
}

/** No sink stands for a connector of that name. */
export class ConnectorUndeclaredError extends MillraceError {
  readonly code = "CONNECTOR_UNDECLARED";
  readonly connector: string;

  constructor(connector: string, known: readonly string[]) {
    const near = suggest(connector, known);
    super(
      `no sink of a domain.yaml stands for a connector ${JSON.stringify(connector)}; ` +
        `declared are ${known.join(", ") || "none"}${near === undefined ? "" : `; did you mean "${near}"?`}`,
    );
    this.connector = connector;
  }
}

/** A file has taken the connector's place before. */
export class ConnectorTakenOverError extends MillraceError {
  readonly code = "CONNECTOR_TAKEN_OVER";
  readonly file: string;

  constructor(name: string, file: string) {
    super(
      `${file} is the connector ${name} already, and is not written over; remove it, and what sinks says counts again`,
    );
    this.file = file;
  }
}

/**
 * The connectors that the sinks of domains stand for, sorted by name.
 * @throws DomainInvalidError with every problem of a domain
 */
export function declaredConnectors(root: string, domains: readonly string[]): readonly DeclaredConnector[] {
  return domains
    .flatMap((domain) => {
      const sources = loadDomainFolder(root, domain);
      return generatedFiles(sources).connectors.map((file) => declared(file, domain, sources.connectors));
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Writes a declared connector as the file that takes its place from then on.
 * @throws ConnectorTakenOverError where there is such a file
 */
export function writeConnector(root: string, { name, file, text, takenOverBy }: DeclaredConnector): void {
  const path = join(root, file);
  if (takenOverBy !== undefined) throw new ConnectorTakenOverError(name, takenOverBy);
  if (existsSync(path)) throw new ConnectorTakenOverError(name, file);
  writeFileSync(path, text);
}

/** Declared connectors for people, one a line. */
export function formatConnectors(connectors: readonly DeclaredConnector[]): string {
  if (connectors.length === 0) return "No domain declares a sink; connectors/ has those that are files.";
  const width = Math.max(...connectors.map(({ name }) => name.length));
  return connectors
    .map(
      ({ name, takenOverBy }) =>
        `${name.padEnd(width)}  ${takenOverBy === undefined ? "as declared" : `taken over by ${takenOverBy}`}`,
    )
    .join("\n");
}

function declared(
  { path, text }: SourceFile,
  domain: string,
  files: readonly SourceFile[],
): DeclaredConnector {
  const { name } = JSON.parse(text) as { readonly name: string };
  const taken = files.find(
    (file) => file.path === path || (connectorDomain(file.text) === domain && nameOf(file) === name),
  );
  return { name, domain, file: path, text, ...(taken === undefined ? {} : { takenOverBy: taken.path }) };
}

function nameOf({ text }: SourceFile): string {
  return (JSON.parse(text) as { readonly name: string }).name;
}
