import type { CatalogColumn, CatalogDomain, CatalogPanel, CatalogTable } from "../contract/catalog.ts";

/** A panel with the table that it shows; what is not served of it is left out. */
export interface ShownPanel extends CatalogPanel {
  readonly source: CatalogTable;
}

/** The panels of a domain that there are rows for; lines first, since they say how it goes. */
export function shownPanels({ panels, tables }: CatalogDomain): readonly ShownPanel[] {
  const shown = panels.flatMap((panel) => {
    const source = tables.find(({ name }) => name === panel.table);
    return source === undefined || isNameless(source) ? [] : [served(panel, source)];
  });
  return [...shown].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** Titles of panels that have no rows to show, by why. */
export interface UnshownPanels {
  /** Their results are not kept in Postgres. */
  readonly unserved: readonly string[];
  /** Their rows change, and are told apart by personal data alone, which is not served. */
  readonly nameless: readonly string[];
}

/** The panels of a domain that are not shown. */
export function unshownPanels({ panels, tables }: CatalogDomain): UnshownPanels {
  const sourceOf = ({ table }: CatalogPanel) => tables.find(({ name }) => name === table);
  const titlesWhere = (holds: (source: CatalogTable | undefined) => boolean) =>
    panels.filter((panel) => holds(sourceOf(panel))).map(({ title }) => title);
  return {
    unserved: titlesWhere((source) => source === undefined),
    nameless: titlesWhere((source) => source !== undefined && isNameless(source)),
  };
}

/** The tables that a domain's page follows: rows of a final table come under the name of the provisional one. */
export function followedTables({ panels, tables }: CatalogDomain): readonly string[] {
  const finals = new Set(tables.map(({ finalTable }) => finalTable));
  const isDrawn = (table: string) => panels.some((panel) => panel.table === table);
  return tables.filter(({ name }) => !finals.has(name) || isDrawn(name)).map(({ name }) => name);
}

/** Whether nothing that is served says which row replaces which. */
function isNameless({ changelogMode, primaryKey, columns }: CatalogTable): boolean {
  return changelogMode === "upsert" && !primaryKey.every((key) => columns.some(({ name }) => name === key));
}

const order: readonly CatalogPanel["kind"][] = ["number", "line", "bar", "table"];

function served(panel: CatalogPanel, source: CatalogTable): ShownPanel {
  const has = (column: string) => source.columns.some(({ name }) => name === column);
  const groupColumns = panel.groupColumns.filter(has);
  const measures = panel.measures.filter(({ column }) => has(column));
  // Without what tells its groups apart, or what it draws, rows can only be listed.
  const isWhole = groupColumns.length === panel.groupColumns.length && measures.length > 0;
  return { ...panel, source, groupColumns, measures, kind: isWhole ? panel.kind : "table" };
}

/** The columns that a panel's table lists: its measures beside what they are of, or all where it names none. */
export function listedColumns({
  source,
  timeColumn,
  groupColumns,
  measures,
}: ShownPanel): readonly CatalogColumn[] {
  if (measures.length === 0) return source.columns.filter(({ name }) => name !== "is_final");
  const first = source.columns.filter(({ name }) => name === timeColumn || name === "window_end");
  const rank = source.columns.filter(({ name }) => name === "rank_number");
  const groups = source.columns.filter(({ name }) => groupColumns.includes(name));
  const drawn = source.columns.filter(({ name }) => measures.some(({ column }) => column === name));
  return [...new Set([...first, ...rank, ...groups, ...drawn])];
}
