import { relative, resolve, sep } from "node:path";
import { MillraceError } from "@millrace/common";
import { type Plan, suggest } from "@millrace/domain";

/** What was named for comparing is no domain, statement file or result. */
export class DiffTargetError extends MillraceError {
  readonly code = "DIFF_TARGET_UNKNOWN";

  constructor(target: string, names: readonly string[]) {
    const meant = suggest(target, names);
    super(
      `${JSON.stringify(target)} is no domain, no statement file and no result${meant === undefined ? "" : `; did you mean "${meant}"?`} ` +
        `Name one of ${names.join(", ")}, or a file such as sql/page-views/page_view_counts.sql.`,
    );
  }
}

/** A domain, and those of its results that are looked at; undefined for all. */
export interface DiffTarget {
  readonly domain: string;
  readonly tables?: readonly string[];
}

/**
 * Finds what a word on the command line means.
 * @param plan of all domains
 * @param from where paths begin; they may also begin at the root
 * @throws DiffTargetError
 */
export function findDiffTarget(
  target: string,
  { plan, root, from }: { readonly plan: Plan; readonly root: string; readonly from: string },
): DiffTarget {
  const domains = plan.statements.map(({ domain }) => domain);
  if (domains.includes(target)) return { domain: target };
  const paths = new Set(
    [from, root].map((base) => relative(root, resolve(base, target)).split(sep).join("/")),
  );
  for (const { domain, inserts } of plan.statements) {
    const found = inserts.find(({ file, table }) => table === target || paths.has(file));
    if (found !== undefined) return { domain, tables: [found.table] };
  }
  const results = plan.statements.flatMap(({ inserts }) => inserts.map(({ table }) => table));
  throw new DiffTargetError(target, [...domains, ...results]);
}
