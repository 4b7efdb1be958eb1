import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DomainUnreadableError } from "./errors.ts";
import type { DomainSources } from "./load/load-domain.ts";
import { compareText, type SourceFile } from "./source-file.ts";

/** The names of all domains of a repository, sorted: the folders of `sql/` that hold a domain.yaml. */
export function listDomains(root: string): readonly string[] {
  return entriesOf(root, "sql").filter((folder) => entriesOf(root, `sql/${folder}`).includes("domain.yaml"));
}

/**
 * Reads one domain's files: `sql/<domain>/domain.yaml`, its `.sql` files, and those of `connectors/*.json` that name it.
 * A connector that names no domain of the repository is given to every domain, so that compiling complains about it.
 * @param root the repository's root
 * @throws DomainUnreadableError
 */
export function loadDomainFolder(root: string, domain: string): DomainSources {
  const domains = listDomains(root);
  if (!domains.includes(domain))
    throw new DomainUnreadableError(
      `sql/${domain}/domain.yaml`,
      `does not exist; the domains are ${domains.join(", ") || "none"}`,
    );
  const others = new Set(domains.filter((each) => each !== domain));
  return {
    domain: read(root, `sql/${domain}/domain.yaml`),
    statements: readAll(root, `sql/${domain}`, ".sql"),
    connectors: readAll(root, "connectors", ".json").filter(
      ({ text }) => !others.has(connectorDomain(text) ?? ""),
    ),
  };
}

/** The domain that a connector's file names; undefined where it names none or cannot be read. */
export function connectorDomain(text: string): string | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === "object" && data !== null && "domain" in data ? String(data.domain) : undefined;
  } catch {
    // The compiler reports what is wrong with the text.
    return undefined;
  }
}

function readAll(root: string, folder: string, extension: string): readonly SourceFile[] {
  const names = entriesOf(root, folder).filter((name) => name.endsWith(extension));
  return names.map((name) => read(root, `${folder}/${name}`));
}

function read(root: string, path: string): SourceFile {
  try {
    return { path, text: readFileSync(join(root, path), "utf8") };
  } catch (cause) {
    throw new DomainUnreadableError(path, `cannot be read (${String(cause)})`, cause);
  }
}

/** Names in a folder, sorted; none where there is no such folder. */
function entriesOf(root: string, folder: string): readonly string[] {
  try {
    return readdirSync(join(root, folder)).sort(compareText);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw new DomainUnreadableError(folder, `cannot be listed (${String(cause)})`, cause);
  }
}
