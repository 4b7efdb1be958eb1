import { currencies, currencyDigits, describeFound, suggest } from "@millrace/common";
import type { DataPath } from "../load/yaml-position.ts";
import { withSuggestion } from "../problem.ts";
import { attributeParts } from "../schema/attribute-parts.ts";
import type { AttributeInput } from "../schema/attribute-schema.ts";
import { declaredStreams } from "../schema/declared-streams.ts";
import type { DomainInput } from "../schema/domain-schema.ts";
import type { Finding, Rule } from "./rule.ts";

type Check = (attribute: AttributeInput, path: DataPath) => readonly Finding[];

/** What holds for every attribute and column, nested ones included. */
export const attributeRules: readonly Rule[] = [
  rule("A default makes a value always present, so it is not optional as well.", (attribute, path) =>
    attribute.optional === true && "default" in attribute && attribute.default !== undefined
      ? [{ path: [...path, "default"], found: "a default of an optional value", expected: "one of the two" }]
      : [],
  ),
  rule("The default and the example of an enum are among its values.", (attribute, path) =>
    attribute.type === "enum"
      ? (["default", "example"] as const).flatMap((key) => checkChoice(attribute, key, path))
      : [],
  ),
  rule("The values of an enum differ.", (attribute, path) =>
    attribute.type === "enum"
      ? attribute.values.flatMap((value, index) =>
          attribute.values.indexOf(value) < index
            ? [{ path: [...path, "values", index], found: `a second ${value}`, expected: "each value once" }]
            : [],
        )
      : [],
  ),
  rule("A least value is not above the greatest.", (attribute, path) =>
    limitsOf(attribute).flatMap(({ least, greatest, key }) =>
      least !== undefined && greatest !== undefined && least > greatest
        ? [{ path: [...path, key], found: String(least), expected: `at most ${greatest}` }]
        : [],
    ),
  ),
  rule("A decimal has no more digits behind the point than it has at all.", (attribute, path) =>
    attribute.type === "decimal" && (attribute.scale ?? 0) > attribute.precision
      ? [
          {
            path: [...path, "scale"],
            found: String(attribute.scale),
            expected: `at most ${attribute.precision}`,
          },
        ]
      : [],
  ),
  rule("Defaults and examples keep the attribute's limits.", (attribute, path) =>
    (["default", "example"] as const).flatMap((key) => checkLimits(attribute, key, path)),
  ),
  {
    sentence: "An alias is a name that no other attribute beside it has or had.",
    check: (domain) => recordsOf(domain).flatMap(checkAliases),
  },
  rule("What a list or a map holds has no name, and so no alias.", (attribute, path) => {
    const part = attribute.type === "array" ? "items" : "values";
    const value =
      attribute.type === "array" ? attribute.items : attribute.type === "map" ? attribute.values : undefined;
    return value?.aliases === undefined
      ? []
      : [
          {
            path: [...path, part, "aliases"],
            found: "aliases of a value without a name",
            expected: "none here",
          },
        ];
  }),
  rule("Money is in a currency of ISO 4217, which says how many digits it has.", (attribute, path) => {
    if (attribute.type !== "money" || attribute.currency === undefined) return [];
    if (currencyDigits(attribute.currency) !== undefined) return [];
    return [
      {
        path: [...path, "currency"],
        found: describeFound(attribute.currency),
        expected: "a currency code of ISO 4217",
        ...withSuggestion(suggest(attribute.currency, currencies())),
      },
    ];
  }),
  rule("A pattern is a regular expression.", (attribute, path) => {
    if (attribute.type !== "string" || attribute.pattern === undefined) return [];
    const reason = regularExpressionFault(attribute.pattern);
    return reason === undefined
      ? []
      : [{ path: [...path, "pattern"], found: reason, expected: "a regular expression" }];
  }),
];

function rule(sentence: string, check: Check): Rule {
  return {
    sentence,
    check: (domain) => attributeParts(domain).flatMap(([attribute, path]) => check(attribute, path)),
  };
}

function checkChoice(
  attribute: Extract<AttributeInput, { type: "enum" }>,
  key: "default" | "example",
  path: DataPath,
): readonly Finding[] {
  const value = attribute[key];
  if (value === undefined || attribute.values.includes(value)) return [];
  return [
    {
      path: [...path, key],
      found: describeFound(value),
      expected: `one of ${attribute.values.join(", ")}`,
      ...withSuggestion(suggest(value, attribute.values)),
    },
  ];
}

function limitsOf(attribute: AttributeInput) {
  switch (attribute.type) {
    case "string":
      return [{ least: attribute.min_length, greatest: attribute.max_length, key: "min_length" }];
    case "int":
    case "long":
    case "double":
      return [{ least: attribute.min, greatest: attribute.max, key: "min" }];
    case "array":
      return [{ least: attribute.min_items, greatest: attribute.max_items, key: "min_items" }];
    default:
      return [];
  }
}

function checkLimits(
  attribute: AttributeInput,
  key: "default" | "example",
  path: DataPath,
): readonly Finding[] {
  const value = key in attribute ? (attribute as Readonly<Record<string, unknown>>)[key] : undefined;
  const size = typeof value === "string" ? Array.from(value).length : value;
  if (typeof size !== "number") return [];
  const unit = typeof value === "string" ? " characters" : "";
  return limitsOf(attribute).flatMap(({ least, greatest }) => {
    if (least !== undefined && size < least)
      return [{ path: [...path, key], found: describeFound(value), expected: `at least ${least}${unit}` }];
    if (greatest !== undefined && size > greatest)
      return [{ path: [...path, key], found: describeFound(value), expected: `at most ${greatest}${unit}` }];
    return [];
  });
}

/** A mapping of attributes with the names of all fields of the record that they become fields of. */
interface RecordPart {
  readonly attributes: Readonly<Record<string, AttributeInput>>;
  readonly path: DataPath;
  readonly names: readonly string[];
}

function checkAliases({ attributes, path, names }: RecordPart): readonly Finding[] {
  const owners = new Map(names.map((name) => [name, name]));
  return Object.entries(attributes).flatMap(([name, { aliases = [] }]) =>
    aliases.flatMap((alias, index) => {
      const owner = owners.get(alias);
      owners.set(alias, name);
      if (owner === undefined) return [];
      const found = `${alias}, which is a name of ${owner}`;
      const expected = "a name that no attribute beside it has or had";
      return [{ path: [...path, name, "aliases", index], found, expected }];
    }),
  );
}

function recordsOf(domain: DomainInput): readonly RecordPart[] {
  const streams = declaredStreams(domain).flatMap(({ input, path, types, attributes }): RecordPart[] => {
    const names = Object.keys(attributes);
    return [
      { attributes: input.attributes, path: [...path, "attributes"], names },
      ...types.map((type) => ({ attributes: type.own, path: [...type.path, "attributes"], names })),
    ];
  });
  const results = Object.entries(domain.results ?? {}).map(([name, { columns }]) =>
    wholeRecord(columns, ["results", name, "columns"]),
  );
  const nestedRecords = attributeParts(domain).flatMap(([attribute, path]) =>
    attribute.type === "record" ? [wholeRecord(attribute.fields, [...path, "fields"])] : [],
  );
  return [...streams, ...results, ...nestedRecords];
}

function wholeRecord(attributes: RecordPart["attributes"], path: DataPath): RecordPart {
  return { attributes, path, names: Object.keys(attributes) };
}

function regularExpressionFault(pattern: string): string | undefined {
  try {
    RegExp(pattern, "u");
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
