import { afterCondition, selectionConditions } from "./conditions.ts";
import { defaultOrder } from "./parse-order.ts";
import { relationColumns } from "./relation-columns.ts";
import { sourceText } from "./source.ts";
import { quoted, type SqlValues } from "./sql-text.ts";
import type { TableQuery } from "./table-query.ts";

/**
 * The newest row of each group; of several at once the last by its key. Within a range all rows are looked at; over all
 * times groups are found one after the other by their index, which takes as long as there are groups, however many rows.
 */
export function latestText(query: TableQuery, values: SqlValues): string {
  return canSkip(query) ? skipping(query, values) : scanning(query, values);
}

function scanning(query: TableQuery, values: SqlValues): string {
  const groups = query.table.groupColumns.map((name) => `r.${quoted(name)}`);
  const from = sourceText(query, values);
  return (
    `SELECT DISTINCT ON (${groups.join(", ")}) r.* FROM (${from}) AS r${where(selectionConditions(query, values))} ` +
    `ORDER BY ${[...groups, ...newestFirst(query)].join(", ")}`
  );
}

/** Whether an index of the store has the groups: of a pair the final row must not be of another one. */
function canSkip({ table, selection }: TableQuery): boolean {
  const { groupColumns, primaryKey, columns, finality } = table;
  if (selection.range.from !== undefined) return false;
  return groupColumns.every((name) => {
    const isFixed = finality !== "paired" || primaryKey.includes(name);
    return isFixed && columns.some((column) => column.name === name && !column.nullable);
  });
}

/**
 * A loose index scan, which Postgres has no plan of its own for. Where groups are answered in their order, it begins behind
 * the page before and ends with this one.
 * @see https://wiki.postgresql.org/wiki/Loose_indexscan
 */
function skipping(query: TableQuery, values: SqlValues): string {
  const { table, order, limit, after } = query;
  const names = table.groupColumns.map((name) => quoted(name));
  const listed = names.map((name) => `r.${name}`).join(", ");
  const found = names.map((name) => `g.${name}`).join(", ");
  const isInOrder = JSON.stringify(order) === JSON.stringify(defaultOrder(table, query.shape));
  const columns = relationColumns(table, query.shape);
  const start = isInOrder && after !== undefined ? [afterCondition(order, after, { columns, values })] : [];
  const next = (conditions: readonly string[]) =>
    `SELECT ${listed} FROM ${quoted(storedIn(query))} AS r${where([...groupConditions(query, values), ...conditions])} ` +
    `ORDER BY ${listed} LIMIT 1`;
  const newest =
    `SELECT r.* FROM (${sourceText(query, values)}) AS r` +
    where([...names.map((name) => `r.${name} = g.${name}`), ...selectionConditions(query, values)]) +
    ` ORDER BY ${newestFirst(query).join(", ")} LIMIT 1`;
  return (
    `WITH RECURSIVE g AS ((${next(start)}) UNION ALL ` +
    `SELECT ${listed} FROM g CROSS JOIN LATERAL (${next([`(${listed}) > (${found})`])}) AS r) ` +
    `SELECT r.* FROM g CROSS JOIN LATERAL (${newest}) AS r` +
    (isInOrder ? ` LIMIT ${values.add(limit + 1, "bigint")}` : "")
  );
}

function storedIn({ table, finalTable, selection }: TableQuery): string {
  const isFinal = table.finality === "paired" && selection.isFinal === true;
  return (isFinal ? finalTable : undefined)?.postgresTable ?? table.postgresTable;
}

/** The conditions that a group meets or not as a whole. */
function groupConditions({ table, selection }: TableQuery, values: SqlValues): readonly string[] {
  const filters = selection.filters.filter(({ column }) => table.groupColumns.includes(column));
  return selectionConditions({ table, selection: { range: {}, filters } }, values);
}

function newestFirst({ table }: TableQuery): readonly string[] {
  const isServed = (name: string) => table.columns.some((column) => column.name === name);
  const names = [table.timeColumn ?? "", ...table.primaryKey.filter(isServed)];
  return [...new Set(names)]
    .filter((name) => !table.groupColumns.includes(name))
    .map((name) => `r.${quoted(name)} DESC`);
}

function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
}
