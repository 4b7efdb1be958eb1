import type { Finding, LintDomain, LintRule } from "../rule.ts";
import { originOf } from "../statement/origin.ts";
import { isWindow, type TableFunction } from "../statement/relation.ts";
import { type NamedQueries, relationsOf, selectsOf } from "../statement/walk.ts";

/** FROM TABLE(TUMBLE(…)) over a table without a watermark, or over another column than its own. */
export const noWatermark: LintRule = {
  code: "no-watermark",
  severity: "error",
  title: "A window is cut over the time column of a table that has a watermark.",
  check: ({ query }, domain) =>
    selectsOf(query).flatMap(({ select, named }) =>
      relationsOf(select.from)
        .filter(isWindow)
        .flatMap((window) => checkWindow(window, named, domain)),
    ),
};

function checkWindow(window: TableFunction, named: NamedQueries, { tables }: LintDomain): readonly Finding[] {
  const { timeColumn } = window;
  const origin = timeColumn && originOf(timeColumn.text, window.input, named);
  const table = origin && tables.get(origin.table);
  if (timeColumn === undefined || table === undefined) return [];
  const column = table.watermark?.column;
  if (column === origin?.column) return [];
  if (column === undefined)
    return [
      {
        place: timeColumn,
        message: `${table.name} has no watermark, so that no window over it ever ends`,
        advice: `say in domain.yaml: results.${table.name}.watermark: { column: ${origin?.column} }`,
      },
    ];
  return [
    {
      place: timeColumn,
      message: `${timeColumn.text} is not the time column of ${table.name}, whose watermark is on ${column}`,
      advice: `write DESCRIPTOR(${column})`,
    },
  ];
}
