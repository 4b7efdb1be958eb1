import type { ServedTablePlan } from "@millrace/domain";
import type { Parameters } from "./parameters.ts";
import { recordColumns } from "./relation-columns.ts";
import { groupColumn, type Order, type Shape } from "./table-query.ts";

/**
 * Reads `order`, or makes the default one: newest first, or groups in order. Behind it come columns that no two rows share,
 * so that pages follow each other without a gap.
 * @param ranked what is ranked by, best first, instead
 */
export function parseOrder(
  parameters: Parameters,
  table: ServedTablePlan,
  shape: Shape,
  ranked?: string,
): readonly Order[] {
  const allowed = orderable(table, shape);
  const asked = parameters
    .all("order")
    .flatMap((text) => text.split(","))
    .map((text) => orderOf(text.trim()));
  for (const { name } of asked)
    if (!allowed.includes(name)) parameters.unknown("order", name, { allowed, what: "a column, or -column" });
  if (ranked !== undefined && asked.length > 0)
    parameters.wrong("order", parameters.all("order").join(","), "nothing: top says the order");
  const first = ranked === undefined ? asked : [{ name: ranked, isDescending: true }];
  const order = first.length > 0 ? distinct([...first, ...rest(table, shape)]) : defaultOrder(table, shape);
  return order.filter(({ name }) => allowed.includes(name) || recordColumns.includes(name));
}

/** Newest first, or groups in order; then what tells rows apart. */
export function defaultOrder(table: ServedTablePlan, shape: Shape): readonly Order[] {
  const { timeColumn } = table;
  const isByTime = shape.kind === "rows" && timeColumn !== undefined;
  const newest = isByTime ? [{ name: timeColumn, isDescending: true }] : [];
  return distinct([...newest, ...rest(table, shape)]);
}

function orderOf(text: string): Order {
  return text.startsWith("-")
    ? { name: text.slice(1), isDescending: true }
    : { name: text, isDescending: false };
}

function orderable({ columns }: ServedTablePlan, shape: Shape): readonly string[] {
  if (shape.kind !== "grouped")
    return columns.filter(({ type }) => !type.endsWith("[]")).map(({ name }) => name);
  return [...shape.groups.map(groupColumn), ...shape.aggregates.map(({ name }) => name)];
}

/** What tells the rows of the answer apart. */
function rest(table: ServedTablePlan, shape: Shape): readonly Order[] {
  if (shape.kind === "grouped") return shape.groups.map(groupColumn).map(ascending);
  if (shape.kind === "latest") return table.groupColumns.map(ascending);
  const isServed = (name: string) => table.columns.some((column) => column.name === name);
  return (table.primaryKey.every(isServed) ? table.primaryKey : recordColumns).map(ascending);
}

function ascending(name: string): Order {
  return { name, isDescending: false };
}

function distinct(order: readonly Order[]): readonly Order[] {
  return order.filter(({ name }, at) => order.findIndex((each) => each.name === name) === at);
}
