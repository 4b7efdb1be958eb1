import { describeFound } from "@millrace/common";
import { parseDuration } from "../duration.ts";
import { intakeTable, intakeTopic } from "../expand/intake.ts";
import { defaults } from "../normalize/defaults.ts";
import { arrivalColumn, receivedTable } from "../plan/names.ts";
import { declaredAttributes, declaredStreams } from "../schema/declared-streams.ts";
import type { DomainInput } from "../schema/domain-schema.ts";
import { checkKey, checkTime, keyDemand } from "./key-and-time.ts";
import { checkReference, keyEntries, repeated } from "./names.ts";
import type { Rule } from "./rule.ts";

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
    sentence: "Topics of dead letters are those of doors and connectors.",
    check: (domain) =>
      [...topicsOf(domain), ...aggregationTopics(domain)]
        .filter(({ name }) =>
          isDeadLetterTopic(`${domain.defaults?.topic_prefix ?? defaults.topicPrefix}${name}`),
        )
        .filter(({ path }, at, all) => path.join() !== all[at - 1]?.path.join())
        .map(({ name, path }) => ({
          path,
          found: `the topic ${describeFound(name)} below <stage>.dead-letter`,
          expected: "another name: those topics are made for what doors and connectors cannot process",
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

/** With the stage as a placeholder or written out. */
function isDeadLetterTopic(name: string): boolean {
  return /^(?:\$\{stage\}|[a-z][a-z0-9-]*)\.dead-letter\./.test(name);
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
    ...declaredStreams(domain).flatMap(({ input: { topic, retention, deduplicate }, path }) => [
      { topic, retention, path },
      ...(deduplicate === undefined ? [] : [{ topic: intakeTopic(topic), retention: undefined, path }]),
    ]),
    ...Object.entries(domain.results ?? {}).map(([name, { topic, retention }]) => ({
      topic,
      retention,
      path: ["results", name],
    })),
  ].map(({ topic, retention, path }) => ({ name: topic, retention, path: [...path, "topic"] }));
}

function aggregationTopics({ aggregations = {} }: DomainInput) {
  return Object.entries(aggregations).flatMap(([name, { topic }]) =>
    topic === undefined ? [] : [{ name: topic, path: ["aggregations", name, "topic"] }],
  );
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
