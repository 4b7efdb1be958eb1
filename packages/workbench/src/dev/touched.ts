import { connectorDomain } from "@millrace/domain";
import type { SavedFiles } from "./dev-loop.ts";

/** What was saved of one domain. */
export interface TouchedDomain {
  readonly domain: string;
  /** Its test files. */
  readonly tests: ReadonlySet<string>;
  /** Its statements. */
  readonly statements: ReadonlySet<string>;
  /** Whether its domain.yaml or one of its connectors was saved, which everything may depend on. */
  readonly isWhole: boolean;
}

/**
 * Sorts what was saved by domain. A connector belongs to the domain that it names; one that names none, or is gone, to all.
 *
 * @param domains the names of all domains
 * @param read gives a file's text; undefined when it is gone
 */
export function touchedDomains(
  saved: SavedFiles,
  domains: readonly string[],
  read: (file: string) => string | undefined,
): readonly TouchedDomain[] {
  return domains.flatMap((domain): readonly TouchedDomain[] => {
    const own = [...saved].filter((file) => file.startsWith(`sql/${domain}/`));
    const tests = own.filter((file) => file.startsWith(`sql/${domain}/tests/`));
    const statements = own.filter((file) => file.endsWith(".sql"));
    const isWhole =
      own.includes(`sql/${domain}/domain.yaml`) ||
      [...saved].some((file) => file.startsWith("connectors/") && isOf(domain, domains, read(file)));
    if (tests.length === 0 && statements.length === 0 && !isWhole) return [];
    return [{ domain, tests: new Set(tests), statements: new Set(statements), isWhole }];
  });
}

function isOf(domain: string, domains: readonly string[], connector: string | undefined): boolean {
  const named = connector === undefined ? undefined : connectorDomain(connector);
  return named === domain || named === undefined || !domains.includes(named);
}
