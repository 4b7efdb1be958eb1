import { describeFound } from "@millrace/common";
import { parseDuration } from "../duration.ts";
import { normalizeColumns } from "../normalize/columns.ts";
import { flinkColumnType } from "../plan/flink-type.ts";
import type { AttributeInput } from "../schema/attribute-schema.ts";
import { type DeclaredStream, declaredStreams, deduplicatedStreams } from "../schema/declared-streams.ts";
import { checkKey, checkTime } from "./key-and-time.ts";
import { describeAttribute, keyEntries } from "./names.ts";
import type { Finding, Rule } from "./rule.ts";

/** What holds within every stream and event. */
export const streamRules: readonly Rule[] = [
  {
    sentence: "An event's key is made of attributes that are always there.",
    check: (domain) =>
      declaredStreams(domain).flatMap(({ input, attributes, path }) =>
        checkKey(keyEntries(input.key, [...path, "key"]), attributes, "attribute"),
      ),
  },
  {
    sentence: "An event's time is a timestamp attribute, and its column's name is free.",
    check: (domain) => declaredStreams(domain).flatMap(checkEventTime),
  },
  {
    sentence: "Duplicates are known by attributes that are always there, for some time.",
    check: (domain) => declaredStreams(domain).flatMap(checkDeduplicate),
  },
  {
    sentence: "Types of a stream that share an attribute mean the same by it, and none hides a common one.",
    check: (domain) => declaredStreams(domain).flatMap(checkOwnAttributes),
  },
  {
    sentence: "The attribute that holds an event's type is a text that is always there.",
    check: (domain) =>
      declaredStreams(domain).flatMap(({ typeAttribute, input, path }) => {
        const declared = typeAttribute === undefined ? undefined : input.attributes[typeAttribute];
        if (declared === undefined || (declared.type === "string" && declared.optional !== true)) return [];
        return [
          {
            path: [...path, "attributes", typeAttribute ?? ""],
            found: describeAttribute(typeAttribute ?? "", declared),
            expected: "a string that is always there, or nothing: the compiler adds it",
          },
        ];
      }),
  },
  {
    sentence: "Rows are not bundled where a stream leaves out duplicates.",
    check: (domain) =>
      deduplicatedStreams(domain).length === 0 ||
      parseDuration(domain.statement?.mini_batch ?? "0 seconds") === 0
        ? []
        : [
            {
              path: ["statement", "mini_batch"],
              found: describeFound(domain.statement?.mini_batch),
              expected: "no mini-batch where a stream of the domain leaves out duplicates",
            },
          ],
  },
];

function checkEventTime({ path: streamPath, input, attributes }: DeclaredStream): readonly Finding[] {
  const { attribute, column, unit } = input.event_time;
  const path = [...streamPath, "event_time"];
  const declared = attributes[attribute];
  const ownUnit = declared?.type === "timestamp" ? declared.unit : undefined;
  const findings = [...checkTime(attributes, [...path, "attribute"], attribute, "attribute")];
  if (column !== undefined && column !== attribute && Object.hasOwn(attributes, column))
    findings.push({
      path: [...path, "column"],
      found: `${describeFound(column)}, which is another attribute`,
      expected: "a name that no other attribute has",
    });
  if (unit !== undefined && ownUnit !== undefined && unit !== ownUnit)
    findings.push({
      path: [...path, "unit"],
      found: unit,
      expected: `${ownUnit}, as the attribute says, or one of both left out`,
    });
  return findings;
}

function checkDeduplicate({ path: streamPath, input, attributes }: DeclaredStream): readonly Finding[] {
  if (input.deduplicate === undefined) return [];
  const { by, within } = input.deduplicate;
  const path = [...streamPath, "deduplicate"];
  const findings = [...checkKey(keyEntries(by, [...path, "by"]), attributes, "attribute")];
  if (parseDuration(within) === 0)
    findings.push({ path: [...path, "within"], found: describeFound(within), expected: "more than no time" });
  return findings;
}

function checkOwnAttributes({ types, input, typeAttribute }: DeclaredStream): readonly Finding[] {
  return types.flatMap(({ own, path }, index) =>
    Object.entries(own).flatMap(([name, attribute]): readonly Finding[] => {
      const at = { path: [...path, "attributes", name], at: "key" as const };
      if (Object.hasOwn(input.attributes, name) || name === typeAttribute)
        return [
          {
            ...at,
            found: `a second attribute ${describeFound(name)}`,
            expected: "a name that no common attribute has",
          },
        ];
      const first = types.slice(0, index).find((other) => Object.hasOwn(other.own, name));
      const former = first?.own[name];
      if (former === undefined || kindOf(former) === kindOf(attribute)) return [];
      return [
        {
          path: [...path, "attributes", name],
          found: kindOf(attribute),
          expected: `${kindOf(former)}, as in ${first?.name}: the types share one column`,
        },
      ];
    }),
  );
}

/** What decides the type of an attribute's column. */
function kindOf(attribute: AttributeInput): string {
  const column = normalizeColumns({ value: { ...attribute, doc: undefined } })[0];
  return column === undefined ? attribute.type : flinkColumnType({ ...column, isOptional: false });
}
