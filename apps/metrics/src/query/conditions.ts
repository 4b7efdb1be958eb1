import type { RelationColumn } from "./relation-columns.ts";
import { quoted, type SqlValues } from "./sql-text.ts";
import type { Filter, Operator, Order, TableQuery } from "./table-query.ts";

const comparisons: Readonly<Record<Exclude<Operator, "eq" | "ne">, string>> = {
  gt: ">",
  gte: ">=",
  lt: "<",
  lte: "<=",
};

/** Conditions on the rows of a table, called `r`: its range, filters and finality. */
export function selectionConditions(
  { table, selection }: Pick<TableQuery, "table" | "selection">,
  values: SqlValues,
): readonly string[] {
  const { timeColumn } = table;
  const { range, filters, isFinal } = selection;
  const time = timeColumn === undefined ? undefined : `r.${quoted(timeColumn)}`;
  const typeOf = (name: string) => table.columns.find((column) => column.name === name)?.type ?? "text";
  return [
    ...(time === undefined || range.from === undefined
      ? []
      : [`${time} >= ${values.add(range.from, "timestamptz")}`]),
    ...(time === undefined || range.to === undefined
      ? []
      : [`${time} < ${values.add(range.to, "timestamptz")}`]),
    ...filters.map((filter) => filterCondition(filter, typeOf(filter.column), values)),
    ...(isFinal === undefined ? [] : [isFinal ? "r.is_final" : "NOT r.is_final"]),
  ];
}

function filterCondition(
  { column, operator, values: [first, ...more] }: Filter,
  columnType: string,
  values: SqlValues,
): string {
  const name = `r.${quoted(column)}`;
  // Without its precision: a value of the query is not to be rounded before it is compared.
  const type = columnType.replace(/\(.*\)$/, "");
  if (operator !== "eq" && operator !== "ne")
    return `${name} ${comparisons[operator]} ${values.add(first, type)}`;
  const isEqual = operator === "eq";
  // One value alone lets an index give the order as well.
  if (more.length === 0) return `${name} ${isEqual ? "=" : "<>"} ${values.add(first, type)}`;
  const list = values.add([first, ...more], `${type}[]`);
  return isEqual ? `${name} = ANY(${list})` : `${name} <> ALL(${list})`;
}

/** What rows are ordered by, as in ORDER BY. */
export function orderText(order: readonly Order[], columns: readonly RelationColumn[]): string {
  return order
    .map(({ name, isDescending }) => {
      const direction = `r.${quoted(name)}${isDescending ? " DESC" : ""}`;
      // An index serves the order as long as it does not say where nulls go that there are not.
      return isNullable(name, columns) ? `${direction} NULLS LAST` : direction;
    })
    .join(", ");
}

/**
 * The condition of the rows that come after one with these values, nulls last: of each column in turn those beyond its value,
 * where all columns before it are equal. The first column's bound stands before them once more, as an index can use that.
 */
export function afterCondition(
  order: readonly Order[],
  after: readonly (string | null)[],
  { columns, values }: { readonly columns: readonly RelationColumn[]; readonly values: SqlValues },
): string {
  const terms = order.map(({ name, isDescending }, at) => {
    const value = after[at] ?? null;
    const column = `r.${quoted(name)}`;
    if (value === null) return { beyond: "FALSE", same: `${column} IS NULL`, notBefore: `${column} IS NULL` };
    const type = (columns.find((each) => each.name === name)?.type ?? "text").replace(/\(.*\)$/, "");
    const parameter = values.add(value, type);
    const sign = isDescending ? "<" : ">";
    const orNull = isNullable(name, columns) ? ` OR ${column} IS NULL` : "";
    return {
      beyond: `(${column} ${sign} ${parameter}${orNull})`,
      same: `${column} = ${parameter}`,
      notBefore: `(${column} ${sign}= ${parameter}${orNull})`,
    };
  });
  const ways = terms.map(({ beyond }, at) =>
    [...terms.slice(0, at).map(({ same }) => same), beyond].join(" AND "),
  );
  return `${terms[0]?.notBefore ?? "TRUE"} AND (${ways.map((way) => `(${way})`).join(" OR ")})`;
}

function isNullable(name: string, columns: readonly RelationColumn[]): boolean {
  return columns.find((column) => column.name === name)?.nullable ?? true;
}
