import { describeFound, suggest } from "@millrace/common";
import type { DataPath } from "../load/yaml-position.ts";
import { withSuggestion } from "../problem.ts";
import type { AttributeInput } from "../schema/attribute-schema.ts";
import { declaredStreams } from "../schema/declared-streams.ts";
import type { DomainInput } from "../schema/domain-schema.ts";
import type { GeneratorValueInput } from "../schema/generator-schema.ts";
import type { Finding, Rule } from "./rule.ts";

interface Valued {
  readonly name: string;
  readonly path: DataPath;
  readonly value: GeneratorValueInput;
  /** The attribute in each event type that has it. */
  readonly attributes: readonly AttributeInput[];
  readonly values: Readonly<Record<string, GeneratorValueInput>>;
}

const numberTypes = new Set(["int", "long", "double", "decimal", "money"]);
const keyTypes = new Set(["string", "int", "long"]);
const choiceTypes = new Set([...numberTypes, "string", "boolean", "enum"]);

/** What holds for every entry of `generator.values`. */
export const generatorValueRules: readonly Rule[] = [
  rule("Values are chosen, or keys, or numbers between two.", ({ path, value }) => {
    const kinds = (["choices", "keys", "between"] as const).filter((kind) => value[kind] !== undefined);
    return kinds.slice(1).map((kind) => ({
      path: [...path, kind],
      at: "key",
      found: `${kind} beside ${kinds[0]}`,
      expected: "one of choices, keys and between",
    }));
  }),
  rule("Skew and text belong to keys, a step to between.", ({ path, value }) =>
    (
      [
        ["skew", "keys"],
        ["text", "keys"],
        ["step", "between"],
      ] as const
    )
      .filter(([key, kind]) => value[key] !== undefined && value[kind] === undefined)
      .map(([key, kind]) => ({
        path: [...path, key],
        at: "key",
        found: `${key} without ${kind}`,
        expected: `${kind} beside it`,
      })),
  ),
  rule("A value stays the same for one thing.", ({ path, value }) =>
    value.by !== undefined && value.per !== undefined
      ? [{ path: [...path, "by"], at: "key", found: "by beside per", expected: "one of the two" }]
      : [],
  ),
  rule("The way of making values fits the attribute's type.", ({ path, value, attributes }) =>
    (
      [
        ["choices", choiceTypes],
        ["keys", keyTypes],
        ["between", numberTypes],
      ] as const
    ).flatMap(([kind, types]) =>
      value[kind] === undefined
        ? []
        : attributes
            .filter(({ type }) => !types.has(type))
            .slice(0, 1)
            .map(({ type }) => ({
              path: [...path, kind],
              at: "key" as const,
              found: `${kind} of an attribute of type ${type}`,
              expected: `${kind} of one of ${[...types].join(", ")}`,
            })),
    ),
  ),
  rule("A least value is not above the greatest.", ({ path, value: { between } }) =>
    between !== undefined && between[0] > between[1]
      ? [{ path: [...path, "between"], found: describeFound(between), expected: "the least value first" }]
      : [],
  ),
  rule("Choices are values of the attribute.", ({ path, value: { choices }, attributes }) => {
    const entries = Array.isArray(choices)
      ? choices.map((choice, index) => ({ choice, path: [...path, "choices", index], at: "value" as const }))
      : Object.keys(choices ?? {}).map((choice) => ({
          choice,
          path: [...path, "choices", choice],
          at: "key" as const,
        }));
    return entries.flatMap((entry) => wrongChoice(entry, attributes));
  }),
  rule("Only an optional value can be missing.", ({ path, value, attributes }) =>
    value.missing !== undefined &&
    attributes.some(({ optional, ...rest }) => optional !== true && !hasDefault(rest))
      ? [
          {
            path: [...path, "missing"],
            at: "key",
            found: "a share of missing values of an attribute that is always there",
            expected: "an optional attribute, or one with a default",
          },
        ]
      : [],
  ),
  rule("No attribute depends on itself.", ({ name, path, values }) => {
    const seen = new Set<string>();
    let at: string | undefined = name;
    while (at !== undefined && !seen.has(at)) {
      seen.add(at);
      at = values[at]?.by;
    }
    return at === name
      ? [{ path: [...path, "by"], found: [...seen, name].join(" by "), expected: "no circle" }]
      : [];
  }),
];

function rule(sentence: string, check: (valued: Valued) => readonly Finding[]): Rule {
  return { sentence, check: (domain) => valuedOf(domain).flatMap(check) };
}

function valuedOf(domain: DomainInput): readonly Valued[] {
  const values = domain.generator?.values ?? {};
  const types = declaredStreams(domain).flatMap((stream) => stream.types);
  return Object.entries(values).map(([name, value]) => ({
    name,
    path: ["generator", "values", name],
    value,
    attributes: types.flatMap(({ attributes }) => attributes[name] ?? []),
    values,
  }));
}

function wrongChoice(
  { choice, path, at }: { readonly choice: unknown; readonly path: DataPath; readonly at: "key" | "value" },
  attributes: readonly AttributeInput[],
): readonly Finding[] {
  const wrong = attributes.find((attribute) => !isValueOf(String(choice), attribute));
  if (wrong === undefined) return [];
  const isEnum = wrong.type === "enum";
  return [
    {
      path,
      at,
      found: describeFound(choice),
      expected: isEnum ? `one of ${wrong.values.join(", ")}` : `a value of type ${wrong.type}`,
      ...(isEnum ? withSuggestion(suggest(String(choice), wrong.values)) : {}),
    },
  ];
}

function isValueOf(text: string, attribute: AttributeInput): boolean {
  if (attribute.type === "enum") return attribute.values.includes(text);
  if (attribute.type === "boolean") return text === "true" || text === "false";
  if (attribute.type === "int" || attribute.type === "long") return /^-?\d{1,19}$/.test(text);
  return numberTypes.has(attribute.type) ? text.trim() !== "" && Number.isFinite(Number(text)) : true;
}

function hasDefault(attribute: object): boolean {
  return "default" in attribute && attribute.default !== undefined;
}
