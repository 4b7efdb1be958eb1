import type { Finding, LintRule } from "../rule.ts";
import type { Expression } from "../statement/expression.ts";
import { isAggregate } from "../statement/expression.ts";
import { itemName, type Select } from "../statement/query.ts";
import { isWindow } from "../statement/relation.ts";
import { callsOf, columnsOf, deep, relationsOf } from "../statement/walk.ts";
import type { SqlStatement } from "../statement/statement.ts";

/** GROUP BY postcode, webpage into a result whose key is postcode. */
export const sinkKey: LintRule = {
  code: "sink-key",
  severity: "error",
  title: "An upsert result's key is what the statement groups by.",
  check: (statement, { tables }) => {
    const { body } = statement.query;
    const key = tables.get(statement.target.text)?.primaryKey;
    if (key === undefined || body.kind !== "select" || statement.columns === undefined) return [];
    if (body.groupBy.length === 0) return [];
    return [...lostGroups(statement, body, key), ...aggregatedKeys(statement, body, key)];
  },
};

/** Grouping values that the key does not tell apart: their rows overwrite each other. */
function lostGroups(
  { columns = [], target }: SqlStatement,
  select: Select,
  key: readonly string[],
): readonly Finding[] {
  const keyed = select.items.filter((_, index) => key.includes(columns[index]?.text ?? ""));
  const told = new Set(keyed.flatMap(({ expression }) => [textOf(expression), ...columnsOf(expression)]));
  return select.groupBy
    .filter((value) => columnsOf(value).length > 0 && !isTold(value, told, select))
    .map((value) => ({
      place: value,
      message: `the statement groups by ${nameOf(value, select)}, which is not in the key of ${target.text} (${key.join(", ")}): groups overwrite each other`,
      advice: "add it to the key in domain.yaml, or do not group by it",
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

/** A key that is an aggregate changes with every row. */
function aggregatedKeys(
  { columns = [], target }: SqlStatement,
  select: Select,
  key: readonly string[],
): readonly Finding[] {
  const aggregates = callsOf(select).filter(isAggregate);
  return select.items.flatMap(({ expression }, index) => {
    const column = columns[index]?.text ?? "";
    const parts = deep(expression);
    if (!key.includes(column) || !aggregates.some((call) => parts.includes(call))) return [];
    return [
      {
        place: expression,
        message: `the key column ${column} of ${target.text} is an aggregate, so that every change of it makes another row`,
        advice: "let the key be what the statement groups by",
      },
    ];
  });
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
