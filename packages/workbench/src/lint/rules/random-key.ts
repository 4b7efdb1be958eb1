import type { Finding, LintRule } from "../rule.ts";
import type { Expression } from "../statement/expression.ts";
import { deep, selectsOf } from "../statement/walk.ts";

const random = new Set(["RAND", "RAND_INTEGER", "UUID"]);

/** SELECT UUID() AS id into a result with the key id. */
export const randomKey: LintRule = {
  code: "random-key",
  severity: "error",
  title: "Keys and groups are the same whenever they are computed.",
  check: ({ query, columns = [], target }, { tables }) => {
    const key = tables.get(target.text)?.primaryKey ?? [];
    const { body } = query;
    const keyed =
      body.kind === "select" ? body.items.filter((_, index) => key.includes(columns[index]?.text ?? "")) : [];
    const grouped = selectsOf(query).flatMap(({ select }) => [
      ...select.groupBy,
      ...select.items.flatMap(({ expression }) => deep(expression).flatMap(windowKeys)),
    ]);
    return [
      ...keyed.flatMap(({ expression }) => randomIn(expression, `in the key of ${target.text}`)),
      ...grouped.flatMap((value) => randomIn(value, "as what rows are grouped by")),
    ];
  },
};

function windowKeys(value: Expression): readonly Expression[] {
  return value.kind === "call" ? (value.over?.partitionBy ?? []) : [];
}

function randomIn(value: Expression, where: string): readonly Finding[] {
  return deep(value).flatMap((part) =>
    part.kind === "call" && random.has(part.name)
      ? [
          {
            place: part,
            message: `${part.name} gives another value every time, and stands ${where}: a row can never be found again`,
            advice: "take the event's id, or a hash of what identifies the row",
          },
        ]
      : [],
  );
}
