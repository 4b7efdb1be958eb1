import type { CatalogColumn, CatalogDomain, CatalogPanel, CatalogTable } from "../contract/catalog.ts";

/** A panel with the table that it shows; what is not served of it is left out. */
export interface ShownPanel extends CatalogPanel {
  readonly source: CatalogTable;
}

/** The panels of a domain that there are rows for; lines first, since they say how it goes. */
export function shownPanels({ panels, tables }: CatalogDomain): readonly ShownPanel[] {
  const shown = panels.flatMap((panel) => {
    const source = tables.find(({ name }) => name === panel.table);
    return source === undefined ? [] : [served(panel, source)];
  });
  return [...shown].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** Titles of panels whose results are not kept in Postgres. */
export function unservedPanels({ panels, tables }: CatalogDomain): readonly string[] {
  return panels.filter(({ table }) => !tables.some(({ name }) => name === table)).map(({ title }) => title);
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
