import { describeFound, suggest } from "@millrace/common";
import { functionOf } from "../expand/aggregation/aggregation.ts";
import { mostLastDigits } from "../expand/aggregation/last-sql.ts";
import {
  fieldsOf,
  type SourceTable,
  type SourceValue,
  valueAtPath,
} from "../expand/aggregation/source-table.ts";
import type { DataPath } from "../load/yaml-position.ts";
import { withSuggestion } from "../problem.ts";
import type { MeasureFunction } from "../schema/aggregation-schema.ts";
import type { AttributeInput } from "../schema/attribute-schema.ts";
import type { DeclaredAggregation } from "./declared-aggregation.ts";
import { describeAttribute } from "./names.ts";
import type { Finding } from "./rule.ts";

const groupTypes = ["string", "int", "long", "boolean", "timestamp", "enum"] as const;
const numbers = ["int", "long", "double", "decimal", "money"] as const;
const ordered = [...groupTypes, "double", "decimal", "money"] as const;

const measuredTypes: Readonly<Record<MeasureFunction, readonly AttributeInput["type"][] | undefined>> = {
  count: undefined,
  sum: numbers,
  avg: numbers,
  min: ordered,
  max: ordered,
  count_distinct: [...groupTypes, "double", "decimal", "money"],
  last: ordered,
};

/** Groups: what they name exists, is a single value, and is always there. */
export function groupFindings({ name, input, source }: DeclaredAggregation): readonly Finding[] {
  return (input.group_by ?? []).flatMap((text, index) => {
    const path = ["aggregations", name, "group_by", index];
    const value = valueAtPath(source, text);
    if (value === undefined) return [unknownAttribute(source, text, path)];
    const { type } = value.attribute;
    if (!groupTypes.some((each) => each === type))
      return [
        {
          path,
          found: described(text, value),
          expected: `a value of type ${listed(groupTypes)}`,
          ...partsHint(text, value.attribute),
        },
      ];
    if (!value.isOptional) return [];
    return [
      {
        path,
        found: described(text, value),
        expected: "a value that is always there",
        hint: "give the attribute a default instead of optional: true",
      },
    ];
  });
}

/** Measures: what they name exists, and the function can be computed of it. */
export function measureFindings({ name, input, source }: DeclaredAggregation): readonly Finding[] {
  return Object.entries(input.measures).flatMap(([measure, { where: _where, doc: _doc, ...functions }]) => {
    const { name: computes, path: text } = functionOf(functions);
    if (text === "*") return [];
    const path = ["aggregations", name, "measures", measure, computes];
    const value = valueAtPath(source, text);
    if (value === undefined) return [unknownAttribute(source, text, path)];
    return [
      ...typeFindings(computes, text, value, path),
      ...currencyFindings({ computes, text, value, path, groups: input.group_by ?? [] }),
    ];
  });
}

function typeFindings(
  computes: MeasureFunction,
  text: string,
  value: SourceValue,
  path: DataPath,
): readonly Finding[] {
  const { attribute } = value;
  const types = measuredTypes[computes];
  if (types !== undefined && !types.includes(attribute.type))
    return [
      {
        path,
        found: described(text, value),
        expected: `a value of type ${listed(types)}`,
        ...partsHint(text, attribute),
      },
    ];
  if (computes !== "last" || attribute.type !== "decimal" || attribute.precision <= mostLastDigits) return [];
  return [
    {
      path,
      found: `${text}, a decimal of ${attribute.precision} digits`,
      expected: `one of at most ${mostLastDigits} digits`,
    },
  ];
}

/** Amounts of several currencies are not added up or compared. */
function currencyFindings({
  computes,
  text,
  value,
  path,
  groups,
}: {
  readonly computes: MeasureFunction;
  readonly text: string;
  readonly value: SourceValue;
  readonly path: DataPath;
  readonly groups: readonly string[];
}): readonly Finding[] {
  const { attribute } = value;
  const hasMany = attribute.type === "money" && attribute.currency === undefined;
  if (!hasMany || computes === "count" || groups.includes(`${text}.currency`)) return [];
  return [
    {
      path,
      found: `${text}, whose values have currencies of their own`,
      expected: `${text}.currency in group_by, or an attribute with one currency`,
    },
  ];
}

/** Ranks: by a measure that can be ordered, within some of the groups. */
export function topFindings({ name, input }: DeclaredAggregation): readonly Finding[] {
  const { top, group_by: groups = [], measures } = input;
  if (top === undefined) return [];
  const path = ["aggregations", name, "top"];
  const names = Object.keys(measures);
  const per = top.per ?? [];
  if (input.window.session !== undefined)
    return [
      {
        path,
        at: "key",
        found: "a ranking of sessions",
        expected: "another kind of window",
        hint: "sessions of different groups do not begin and end together, so that there is nothing to rank them among",
      },
    ];
  return [
    ...(names.includes(top.by)
      ? []
      : [
          {
            path: [...path, "by"],
            found: `the unknown measure ${describeFound(top.by)}`,
            expected: `one of ${names.join(", ")}`,
            ...withSuggestion(suggest(top.by, names)),
          },
        ]),
    ...per.flatMap((text, index) =>
      groups.includes(text)
        ? []
        : [
            {
              path: [...path, "per", index],
              found: `${describeFound(text)}, which is not grouped by`,
              expected: groups.length === 0 ? "an attribute of group_by" : `one of ${groups.join(", ")}`,
              ...withSuggestion(suggest(text, groups)),
            },
          ],
    ),
    ...(groups.some((group) => !per.includes(group))
      ? []
      : [
          {
            path,
            at: "key" as const,
            found: groups.length === 0 ? "a ranking without group_by" : "a ranking within all of group_by",
            expected: "an attribute of group_by whose values are ranked",
          },
        ]),
  ];
}

function unknownAttribute(source: SourceTable, text: string, path: DataPath): Finding {
  const names = Object.keys(source.columns);
  const parent = text.includes(".") ? text.slice(0, text.lastIndexOf(".")) : undefined;
  const record = parent === undefined ? undefined : valueAtPath(source, parent);
  const fields = Object.keys(fieldsOf(record?.attribute)).map((field) => `${parent}.${field}`);
  const known = fields.length > 0 ? fields : names;
  const column = Object.entries(source.columns).find(([, each]) => each.name === text);
  return {
    path,
    found: `the unknown attribute ${describeFound(text)} of ${source.name}`,
    expected: `one of ${known.join(", ")}`,
    ...withSuggestion(column?.[0] ?? suggest(text, known)),
  };
}

function described(text: string, { attribute, isOptional }: SourceValue): string {
  return describeAttribute(text, { ...attribute, optional: isOptional });
}

function partsHint(text: string, attribute: AttributeInput): { readonly hint?: string } {
  const [first] = Object.keys(fieldsOf(attribute));
  return first === undefined ? {} : { hint: `name one of its fields, such as ${text}.${first}` };
}

function listed(types: readonly string[]): string {
  return `${types.slice(0, -1).join(", ")} or ${types.at(-1)}`;
}
