import type { ServedTablePlan } from "@millrace/domain";
import { asOf, isFinal, recordColumns } from "./relation-columns.ts";
import { quoted, type SqlValues } from "./sql-text.ts";
import type { TableQuery } from "./table-query.ts";

type SourceQuery = Pick<TableQuery, "table" | "finalTable" | "selection">;

/**
 * A SELECT of a table's rows as they are answered: its columns, `is_final`, `as_of`, and which record has written them. Of a
 * paired table the final row stands where there is one.
 */
export function sourceText(query: SourceQuery, values: SqlValues): string {
  const { table, finalTable, selection } = query;
  if (table.finality !== "paired" || finalTable === undefined)
    return plainSource(table, table.finality === "always");
  if (selection.isFinal === true) return plainSource({ ...finalTable, columns: table.columns }, true);
  return pairedSource(table, finalTable, query, values);
}

function plainSource({ columns, postgresTable }: ServedTablePlan, finality: boolean): string {
  const own = ownColumns(columns).map((name) => `p.${quoted(name)}`);
  const list = [...own, `${finality} AS is_final`, "p.as_of", ...recordColumns.map((name) => `p.${name}`)];
  return `SELECT ${list.join(", ")} FROM ${quoted(postgresTable)} AS p`;
}

function pairedSource(
  { columns, primaryKey, postgresTable }: ServedTablePlan,
  finalTable: ServedTablePlan,
  { table, selection }: SourceQuery,
  values: SqlValues,
): string {
  const probe = `f.${quoted(primaryKey[0] ?? "")} IS NOT NULL`;
  const later = (name: string) => `CASE WHEN ${probe} THEN f.${name} ELSE p.${name} END AS ${name}`;
  const own = ownColumns(columns).map((name) =>
    primaryKey.includes(name) ? `p.${quoted(name)}` : later(quoted(name)),
  );
  const list = [...own, `(${probe}) AS is_final`, "GREATEST(p.as_of, f.as_of) AS as_of"];
  const join = [
    ...primaryKey.map((name) => `f.${quoted(name)} = p.${quoted(name)}`),
    ...finalBounds(table, selection.range, values),
  ];
  return (
    `SELECT ${[...list, ...recordColumns.map(later)].join(", ")} FROM ${quoted(postgresTable)} AS p ` +
    `LEFT JOIN ${quoted(finalTable.postgresTable)} AS f ON ${join.join(" AND ")}`
  );
}

/** Postgres does not carry a range over to the other side of an outer join: it would read every partition there. */
function finalBounds(
  { timeColumn, primaryKey }: ServedTablePlan,
  { from, to }: TableQuery["selection"]["range"],
  values: SqlValues,
): readonly string[] {
  if (timeColumn === undefined || !primaryKey.includes(timeColumn)) return [];
  const column = `f.${quoted(timeColumn)}`;
  return [
    ...(from === undefined ? [] : [`${column} >= ${values.add(from, "timestamptz")}`]),
    ...(to === undefined ? [] : [`${column} < ${values.add(to, "timestamptz")}`]),
  ];
}

function ownColumns(columns: ServedTablePlan["columns"]): readonly string[] {
  return columns.map(({ name }) => name).filter((name) => name !== isFinal.name && name !== asOf.name);
}
