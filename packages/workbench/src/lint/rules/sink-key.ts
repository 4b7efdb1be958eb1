import type { Finding, LintRule } from "../rule.ts";
import type { Expression } from "../statement/expression.ts";
import { isAggregate, isRank } from "../statement/expression.ts";
import { groupedSelect } from "../statement/grouped-select.ts";
import { itemName, type Select } from "../statement/query.ts";
import { isWindow } from "../statement/relation.ts";
import { columnsOf, deep, relationsOf } from "../statement/walk.ts";

/** GROUP BY postcode, webpage into a result whose key is postcode. */
export const sinkKey: LintRule = {
  code: "sink-key",
  severity: "error",
  title: "An upsert result's key is what the statement groups by.",
  check: ({ query, columns, target }, { tables }) => {
    const key = tables.get(target.text)?.primaryKey;
    const grouped = groupedSelect(query);
    if (key === undefined || columns === undefined || grouped === undefined) return [];
    const keyed = grouped.values.filter((_, index) => key.includes(columns[index]?.text ?? ""));
    // Rows of one rank take each other's place, whatever was grouped.
    if (keyed.flat().some((value) => value.kind === "call" && isRank(value))) return [];
    const where = `the key of ${target.text} (${key.join(", ")})`;
    return [...lostGroups(grouped.select, keyed.flat(), where), ...aggregatedKeys(keyed.flat(), where)];
  },
};

/** Grouping values that the key does not tell apart: their rows overwrite each other. */
function lostGroups(select: Select, keyed: readonly Expression[], where: string): readonly Finding[] {
  const told = new Set(keyed.flatMap((value) => [textOf(value), ...columnsOf(value)]));
  return select.groupBy
    .filter((value) => columnsOf(value).length > 0 && !isTold(value, told, select))
    .map((value) => ({
      place: value,
      message: `the statement groups by ${nameOf(value, select)}, which is not in ${where}: groups overwrite each other`,
      advice: "add it to the key in domain.yaml, or do not group by it",
    }));
}

/** A key that is an aggregate changes with every row. */
function aggregatedKeys(keyed: readonly Expression[], where: string): readonly Finding[] {
  return keyed
    .filter((value) => deep(value).some((part) => part.kind === "call" && isAggregate(part)))
    .map((value) => ({
      place: value,
      message: `this aggregate is in ${where}, so that every change of it makes another row`,
      advice: "let the key be what the statement groups by",
    }));
}

function isTold(value: Expression, told: ReadonlySet<string>, select: Select): boolean {
  if (told.has(textOf(value))) return true;
  const [name = ""] = columnsOf(value);
  // The start of a window of fixed size tells its end, and the other way round.
  const isFixed = relationsOf(select.from).some(
    (each) => isWindow(each) && ["TUMBLE", "HOP"].includes(each.name),
  );
  const bounds = ["window_start", "window_end", "window_time"];
  if (isFixed && bounds.includes(name)) return bounds.some((bound) => told.has(bound));
  return false;
}

/** Equal for values that are written alike, but for white space and the table's alias. */
function textOf(value: Expression): string {
  if (value.kind === "column") return value.path.at(-1)?.text ?? "";
  if (value.kind === "call") return `${value.name}(${value.args.map(textOf).join()})`;
  if (value.kind === "operation") return `${value.operator}(${value.operands.map(textOf).join()})`;
  return value.kind;
}

function nameOf(value: Expression, { items }: Select): string {
  const item = items.find(({ expression }) => textOf(expression) === textOf(value));
  return (item && itemName(item)) ?? textOf(value);
}
