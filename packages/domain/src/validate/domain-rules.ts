import { describeFound } from "@millrace/common";
import { parseDuration } from "../duration.ts";
import type { DataPath } from "../load/yaml-position.ts";
import type { AttributeInput } from "../schema/attribute-schema.ts";
import { intakeTable } from "../expand/intake.ts";
import { normalizeColumns } from "../normalize/columns.ts";
import { flinkColumnType } from "../plan/flink-type.ts";
import { arrivalColumn, receivedTable } from "../plan/names.ts";
import { type DeclaredStream, declaredAttributes, declaredStreams } from "../schema/declared-streams.ts";
import type { DomainInput } from "../schema/domain-schema.ts";
import { checkReference, describeAttribute, keyEntries, repeated } from "./names.ts";
import type { Finding, Rule } from "./rule.ts";

const keyTypes = new Set(["string", "int", "long", "boolean", "timestamp", "enum"]);

const keyDemand = {
  expected: "a value that is always there, of type string, int, long, boolean, timestamp or enum",
  holds: ({ type, optional }: AttributeInput) => keyTypes.has(type) && optional !== true,
};

const timeDemand = {
  expected: "a timestamp that is always there",
  holds: ({ type, optional }: AttributeInput) => type === "timestamp" && optional !== true,
};

/** The name of the metadata column that the compiler adds to tables with a `record_time`. */
export const recordTimeColumn = "record_time";

const addedColumns: ReadonlyMap<string, string> = new Map([
  [recordTimeColumn, "the compiler adds a column of that name for the Kafka record's time"],
  [arrivalColumn, "the compiler adds a column of that name for the time at which a row came"],
]);

/** What holds between the parts of domain.yaml. */
export const domainRules: readonly Rule[] = [
  {
    sentence: "Every table of a domain has a name of its own.",
    check: (domain) =>
      repeated(tablesOf(domain)).map(({ name, path, at }) => ({
        path,
        at,
        found: `a second table ${describeFound(name)}`,
        expected: "a name that no other table of the domain has",
      })),
  },
  {
    sentence: "Every table has a topic of its own.",
    check: (domain) =>
      repeated(topicsOf(domain)).map(({ name, path }) => ({
        path,
        found: `a second table on topic ${describeFound(name)}`,
        expected: "one table a topic",
      })),
  },
  {
    sentence: "The entity's primary key is an attribute of every event.",
    check: (domain) =>
      domain.entity === undefined
        ? []
        : declaredStreams(domain).flatMap(({ name, input }) =>
            checkReference(input.attributes, {
              path: ["entity", "primary_key"],
              name: domain.entity?.primary_key ?? "",
              what: "attribute",
              of: name,
              demand: keyDemand,
            }),
          ),
  },
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
      declaredStreams(domain).every(({ input }) => input.deduplicate === undefined) ||
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
  {
    sentence: "A result's key is made of columns that are always there, and an upsert result has one.",
    check: ({ results = {} }) =>
      Object.entries(results).flatMap(([name, { key, mode, columns }]) => {
        const path = ["results", name, "key"];
        if (key !== undefined) return checkKey(keyEntries(key, path), columns, "column");
        return mode === "append"
          ? []
          : [{ path, found: "nothing", expected: "the columns of the primary key" }];
      }),
  },
  {
    sentence: "A result's record time and watermark are timestamp columns.",
    check: ({ results = {} }) =>
      Object.entries(results).flatMap(([name, { record_time, watermark, columns }]) => [
        ...checkTime(columns, ["results", name, "record_time"], record_time),
        ...checkTime(columns, ["results", name, "watermark", "column"], watermark?.column),
      ]),
  },
  {
    sentence: "No column is named like one that the compiler adds.",
    check: (domain) =>
      columnNamesOf(domain).flatMap(({ name, path }) => {
        const hint = addedColumns.get(name);
        if (hint === undefined) return [];
        return [
          { path, at: "key" as const, found: `a column named ${name}`, expected: "another name", hint },
        ];
      }),
  },
  {
    sentence: "Only upsert results have an update interval.",
    check: ({ results = {} }) =>
      Object.entries(results)
        .filter(([, { mode, update_interval }]) => mode === "append" && update_interval !== undefined)
        .map(([name]) => ({
          path: ["results", name, "update_interval"],
          at: "key" as const,
          found: "an update interval of an append result",
          expected: "none, because its rows never change",
        })),
  },
  {
    sentence: "A topic keeps its records for some time.",
    check: (domain) =>
      topicsOf(domain)
        .filter(({ retention }) => retention !== undefined && parseDuration(retention) === 0)
        .map(({ path, retention }) => ({
          path: [...path.slice(0, -1), "retention"],
          found: describeFound(retention),
          expected: "more than no time",
        })),
  },
];

function checkKey(
  entries: readonly { readonly name: string; readonly path: DataPath }[],
  attributes: Readonly<Record<string, AttributeInput>>,
  what: "attribute" | "column",
): readonly Finding[] {
  return [
    ...entries.flatMap(({ name, path }) =>
      checkReference(attributes, { path, name, what, demand: keyDemand }),
    ),
    ...repeated(entries).map(({ name, path }) => ({
      path,
      found: `a second ${describeFound(name)}`,
      expected: `each ${what} once`,
    })),
  ];
}

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

function checkTime(
  attributes: Readonly<Record<string, AttributeInput>>,
  path: DataPath,
  name: string | undefined,
  what: "attribute" | "column" = "column",
): readonly Finding[] {
  return name === undefined ? [] : checkReference(attributes, { path, name, what, demand: timeDemand });
}

function tablesOf(domain: DomainInput) {
  return [
    ...declaredStreams(domain).flatMap(({ table, tableAt, input }) => [
      { name: table, ...tableAt },
      ...(input.deduplicate === undefined
        ? []
        : [receivedTable(table), intakeTable(table)].map((name) => ({ name, ...tableAt }))),
    ]),
    ...Object.keys(domain.results ?? {}).map((table) => ({
      name: table,
      path: ["results", table],
      at: "key" as const,
    })),
  ];
}

function topicsOf(domain: DomainInput) {
  return [
    ...declaredStreams(domain).map(({ input: { topic, retention }, path }) => ({ topic, retention, path })),
    ...Object.entries(domain.results ?? {}).map(([name, { topic, retention }]) => ({
      topic,
      retention,
      path: ["results", name],
    })),
  ].map(({ topic, retention, path }) => ({ name: topic, retention, path: [...path, "topic"] }));
}

function columnNamesOf(domain: DomainInput) {
  return [
    ...declaredAttributes(domain).flatMap(({ attributes, path }) =>
      Object.keys(attributes).map((name) => ({ name, path: [...path, name] })),
    ),
    ...Object.entries(domain.results ?? {}).flatMap(([table, { columns }]) =>
      Object.keys(columns).map((name) => ({ name, path: ["results", table, "columns", name] })),
    ),
  ];
}
