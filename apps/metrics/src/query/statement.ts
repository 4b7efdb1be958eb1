import { afterCondition, orderText, selectionConditions } from "./conditions.ts";
import { latestText } from "./latest.ts";
import { answeredColumns, type RelationColumn, relationColumns } from "./relation-columns.ts";
import { sourceText } from "./source.ts";
import { quoted, SqlValues, type Statement } from "./sql-text.ts";
import { type Aggregate, type Group, groupColumn, type Shape, type TableQuery } from "./table-query.ts";

/** A statement and what its rows hold, by place: first what is answered, then what is ordered by. */
export interface RowsStatement extends Statement {
  readonly answered: readonly RelationColumn[];
  readonly ordered: readonly RelationColumn[];
}

/** The SELECT of a query; it asks for one row more than the limit, which tells whether there is another page. */
export function rowsStatement(query: TableQuery): RowsStatement {
  const { table, shape, order, limit, after } = query;
  const values = new SqlValues();
  const columns = relationColumns(table, shape);
  const answered = answeredColumns(table, shape);
  const ordered = order.flatMap(({ name }) => columns.find((column) => column.name === name) ?? []);
  const list = [...answered, ...ordered].map(({ name }) => `r.${quoted(name)}`).join(", ");
  const { from, conditions } = relation(query, values);
  const all = [
    ...conditions,
    ...(after === undefined || order.length === 0 ? [] : [afterCondition(order, after, { columns, values })]),
  ];
  const text = [
    `SELECT ${list} FROM (${from}) AS r`,
    ...(all.length === 0 ? [] : [`WHERE ${all.join(" AND ")}`]),
    ...(order.length === 0 ? [] : [`ORDER BY ${orderText(order, columns)}`]),
    `LIMIT ${values.add(limit + 1, "bigint")}`,
  ].join(" ");
  return { text, values: values.values, answered, ordered };
}

interface Relation {
  readonly from: string;
  readonly conditions: readonly string[];
}

function relation(query: TableQuery, values: SqlValues): Relation {
  const { shape } = query;
  if (shape.kind === "latest") return { from: latestText(query, values), conditions: [] };
  const from = sourceText(query, values);
  const conditions = selectionConditions(query, values);
  if (shape.kind === "rows") return { from, conditions };
  const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  const rows = `FROM (${from}) AS r${where}`;
  return { from: grouped(query, shape, rows), conditions: [] };
}

function grouped(
  { table }: TableQuery,
  { groups, aggregates }: Extract<Shape, { kind: "grouped" }>,
  rows: string,
): string {
  const names = new Set(groups.map(groupColumn));
  const windows = table.isWindow
    ? [
        ...(names.has("window_start") ? [] : ["min(r.window_start) AS window_start"]),
        ...(names.has("window_end") ? [] : ["max(r.window_end) AS window_end"]),
      ]
    : [];
  const list = [
    ...groups.map((group) => `${groupText(group, table.timeColumn ?? "")} AS ${quoted(groupColumn(group))}`),
    ...aggregates.map((each) => `${aggregateText(each)} AS ${quoted(each.name)}`),
    ...windows,
    "bool_and(r.is_final) AS is_final",
    "max(r.as_of) AS as_of",
  ];
  const by = groups.length === 0 ? "" : ` GROUP BY ${groups.map((_, at) => at + 1).join(", ")}`;
  return `SELECT ${list.join(", ")} ${rows}${by}`;
}

function groupText(group: Group, timeColumn: string): string {
  if (group.kind === "column") return `r.${quoted(group.column)}`;
  return `date_trunc('${group.bucket}', r.${quoted(timeColumn)}, 'UTC')`;
}

function aggregateText({ function: how, column }: Aggregate): string {
  if (column === undefined) return "count(*)";
  const text = `${how}(r.${quoted(column)})`;
  return how === "avg" ? `${text}::double precision` : text;
}
