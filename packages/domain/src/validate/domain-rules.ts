import { describeFound } from "@millrace/common";
import { parseDuration } from "../duration.ts";
import type { DataPath } from "../load/yaml-position.ts";
import type { AttributeInput } from "../schema/attribute-schema.ts";
import type { DomainInput } from "../schema/domain-schema.ts";
import { checkReference, keyEntries, repeated } from "./names.ts";
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
    check: ({ entity, events }) =>
      entity === undefined
        ? []
        : Object.entries(events).flatMap(([event, { attributes }]) =>
            checkReference(attributes, {
              path: ["entity", "primary_key"],
              name: entity.primary_key,
              what: "attribute",
              of: event,
              demand: keyDemand,
            }),
          ),
  },
  {
    sentence: "An event's key is made of attributes that are always there.",
    check: ({ events }) =>
      Object.entries(events).flatMap(([name, { key, attributes }]) =>
        checkKey(keyEntries(key, ["events", name, "key"]), attributes, "attribute"),
      ),
  },
  {
    sentence: "An event's time is a timestamp attribute, and its column's name is free.",
    check: ({ events }) => Object.entries(events).flatMap(([name, event]) => checkEventTime(name, event)),
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
    sentence: `No column is named ${recordTimeColumn}, which the compiler adds.`,
    check: (domain) =>
      columnNamesOf(domain)
        .filter(({ name }) => name === recordTimeColumn)
        .map(({ path }) => ({
          path,
          at: "key" as const,
          found: `a column named ${recordTimeColumn}`,
          expected: "another name",
          hint: "the compiler adds a column of that name for the Kafka record's time",
        })),
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

function checkEventTime(name: string, event: DomainInput["events"][string]): readonly Finding[] {
  const { attribute, column, unit } = event.event_time;
  const path = ["events", name, "event_time"];
  const input = event.attributes[attribute];
  const ownUnit = input?.type === "timestamp" ? input.unit : undefined;
  const findings = [...checkTime(event.attributes, [...path, "attribute"], attribute, "attribute")];
  if (column !== undefined && column !== attribute && Object.hasOwn(event.attributes, column))
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

function checkTime(
  attributes: Readonly<Record<string, AttributeInput>>,
  path: DataPath,
  name: string | undefined,
  what: "attribute" | "column" = "column",
): readonly Finding[] {
  return name === undefined ? [] : checkReference(attributes, { path, name, what, demand: timeDemand });
}

function tablesOf({ events, results = {} }: DomainInput) {
  return [
    ...Object.entries(events).map(([event, { table }]) => ({
      name: table,
      path: ["events", event, "table"],
      at: "value" as const,
    })),
    ...Object.keys(results).map((table) => ({ name: table, path: ["results", table], at: "key" as const })),
  ];
}

function topicsOf({ events, results = {} }: DomainInput) {
  return [
    ...Object.entries(events).map(([name, { topic, retention }]) => ({
      topic,
      retention,
      path: ["events", name],
    })),
    ...Object.entries(results).map(([name, { topic, retention }]) => ({
      topic,
      retention,
      path: ["results", name],
    })),
  ].map(({ topic, retention, path }) => ({ name: topic, retention, path: [...path, "topic"] }));
}

function columnNamesOf({ events, results = {} }: DomainInput) {
  return [
    ...Object.entries(events).flatMap(([event, { attributes }]) =>
      Object.keys(attributes).map((name) => ({ name, path: ["events", event, "attributes", name] })),
    ),
    ...Object.entries(results).flatMap(([table, { columns }]) =>
      Object.keys(columns).map((name) => ({ name, path: ["results", table, "columns", name] })),
    ),
  ];
}
