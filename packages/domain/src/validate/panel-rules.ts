import { describeFound, suggest } from "@millrace/common";
import { isDrawable } from "../normalize/panels.ts";
import { withSuggestion } from "../problem.ts";
import type { AttributeInput } from "../schema/attribute-schema.ts";
import type { DomainInput } from "../schema/domain-schema.ts";
import type { PanelInput } from "../schema/panel-schema.ts";
import { checkReference, repeated } from "./names.ts";
import type { Finding } from "./rule.ts";

type Path = Finding["path"];
type Columns = Readonly<Record<string, AttributeInput>>;

const drawable = {
  expected: "a number, or money of one currency",
  holds: isDrawable,
};

const time = {
  expected: "a timestamp",
  holds: ({ type }: AttributeInput) => type === "timestamp",
};

/** What is wrong with the panels of a domain whose declarations have become results. */
export function panelFindings({ panels = {}, results = {} }: DomainInput): readonly Finding[] {
  return Object.entries(panels).flatMap(([name, panel]) => {
    const path = ["panels", name];
    if (panel === false) return Object.hasOwn(results, name) ? [] : [nothingHidden(name, path, results)];
    const result = Object.hasOwn(results, panel.table) ? results[panel.table] : undefined;
    if (result === undefined) return [unknownTable(panel.table, path, results)];
    return checkPanel(panel, path, result.columns);
  });
}

function nothingHidden(name: string, path: Path, results: object): Finding {
  const known = Object.keys(results);
  return {
    path,
    at: "key",
    found: `no panel ${describeFound(name)} to leave out`,
    expected: `one of ${known.join(", ") || "the results, of which there are none"}`,
    ...withSuggestion(suggest(name, known)),
  };
}

function unknownTable(table: string, path: Path, results: object): Finding {
  const known = Object.keys(results);
  return {
    path: [...path, "table"],
    found: `the unknown result ${describeFound(table)}`,
    expected: known.length === 0 ? "a result, of which there are none" : `one of ${known.join(", ")}`,
    ...withSuggestion(suggest(table, known)),
  };
}

function checkPanel(panel: PanelInput, path: Path, columns: Columns): readonly Finding[] {
  const { time: timeColumn, group_by = [], measures = [] } = panel;
  const groups = group_by.map((name, index) => ({ name, path: [...path, "group_by", index] }));
  const drawn = Array.isArray(measures)
    ? measures.map((name, index) => ({ name, path: [...path, "measures", index] }))
    : Object.keys(measures).map((name) => ({ name, path: [...path, "measures", name] }));
  return [
    ...(timeColumn === undefined
      ? []
      : checkReference(columns, {
          path: [...path, "time"],
          name: timeColumn,
          what: "column",
          demand: time,
        })),
    ...groups.flatMap((group) => checkReference(columns, { ...group, what: "column" })),
    ...drawn.flatMap((measure) => checkReference(columns, { ...measure, what: "column", demand: drawable })),
    ...repeated([...groups, ...drawn]).map(({ name, path: second }) => ({
      path: second,
      found: `a second ${describeFound(name)}`,
      expected: "each column once",
    })),
    ...nothingDrawn(panel, path, columns),
  ];
}

function nothingDrawn({ kind, measures }: PanelInput, path: Path, columns: Columns): readonly Finding[] {
  const hasMeasures = measures !== undefined || Object.values(columns).some(isDrawable);
  if (kind === undefined || kind === "table" || hasMeasures) return [];
  return [
    {
      path: [...path, "kind"],
      found: `${kind} of a result without numbers`,
      expected: "table",
    },
  ];
}
