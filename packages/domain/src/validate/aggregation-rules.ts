import { describeFound, suggest } from "@millrace/common";
import { formsOf, resultNames } from "../expand/aggregation/aggregation.ts";
import { aggregationTopic } from "../expand/aggregation/expand-aggregations.ts";
import { ownColumns, rankColumn } from "../expand/aggregation/result-columns.ts";
import { sourceTables, valueAtPath } from "../expand/aggregation/source-table.ts";
import { intakeTable } from "../expand/intake.ts";
import { receivedTable } from "../plan/names.ts";
import { withSuggestion } from "../problem.ts";
import { declaredStreams } from "../schema/declared-streams.ts";
import type { DomainInput } from "../schema/domain-schema.ts";
import { groupFindings, measureFindings, topFindings } from "./aggregation-column-rules.ts";
import { conditionFindings } from "./aggregation-sql-rules.ts";
import { retentionFindings, stateFindings, windowFindings } from "./aggregation-time-rules.ts";
import type { DeclaredAggregation } from "./declared-aggregation.ts";
import { recordTimeColumn } from "./domain-rules.ts";
import { repeated } from "./names.ts";
import type { Finding, Rule } from "./rule.ts";

/** What holds for aggregations. */
export const aggregationRules: readonly Rule[] = [
  {
    sentence: "An aggregation reads a table of events, or an append result with a watermark.",
    check: (domain) =>
      Object.entries(domain.aggregations ?? {}).flatMap(([name, { from }]) =>
        sourceFindings(domain, name, from),
      ),
  },
  {
    sentence: "The results of aggregations have names of their own.",
    check: nameFindings,
  },
  {
    sentence: "The results of aggregations have topics of their own.",
    check: topicFindings,
  },
  each("A window is longer than no time, and its steps divide it.", windowFindings),
  each(
    "A session is known when it has ended, so that its rows are final.",
    ({ name, input: { window, emit } }) =>
      window.session === undefined || emit === undefined || emit === "final"
        ? []
        : [
            {
              path: ["aggregations", name, "emit"],
              found: `${emit} rows of sessions`,
              expected: "final",
              hint: "where a session begins and ends is not known before it has ended",
            },
          ],
  ),
  each("Groups are attributes that are always there.", groupFindings),
  each("A measure computes something that its attribute has.", measureFindings),
  each("The columns of an aggregation have names of their own.", columnFindings),
  each("What is ranked is a measure, and leaves groups to be ranked.", topFindings),
  each("Conditions are whole expressions.", conditionFindings),
  each("A table that is read has no column that the window function adds.", addedColumnFindings),
  each("Only provisional rows change, and can be written less often.", ({ name, input }) =>
    input.update_interval === undefined || formsOf(input).includes("provisional")
      ? []
      : [
          {
            path: ["aggregations", name, "update_interval"],
            at: "key",
            found: "an update interval of final rows",
            expected: "none, because they never change",
          },
        ],
  ),
  {
    sentence: "State lives as long as a provisional row can be corrected.",
    check: stateFindings,
  },
  {
    sentence: "A topic keeps its records until their window can no longer change.",
    check: (domain) => retentionFindings(domain, known(domain)),
  },
];

function each(sentence: string, check: (declared: DeclaredAggregation) => readonly Finding[]): Rule {
  return { sentence, check: (domain) => known(domain).flatMap(check) };
}

function sourceFindings(domain: DomainInput, name: string, from: string): readonly Finding[] {
  const names = sourceTables(domain).map((table) => table.name);
  if (names.includes(from)) return [];
  const path = ["aggregations", name, "from"];
  const result = Object.hasOwn(domain.results ?? {}, from) ? domain.results?.[from] : undefined;
  if (result !== undefined)
    return [
      {
        path,
        found:
          result.mode === "upsert" ? `${from}, which is an upsert result` : `${from}, which has no watermark`,
        expected: "a table of events, or an append result with a watermark",
        ...(result.mode === "upsert" ? {} : { hint: `give results.${from} a watermark: { column: … }` }),
      },
    ];
  const made = Object.entries(domain.aggregations ?? {}).flatMap(([each, input]) => resultNames(each, input));
  const isMade = made.some((each) => each.name === from);
  return [
    {
      path,
      found: isMade ? `${from}, which is made by an aggregation` : `the unknown table ${describeFound(from)}`,
      expected: `one of ${names.join(", ")}`,
      ...withSuggestion(suggest(from, names)),
      ...(isMade ? { hint: "aggregate the events again, or write the second step as a .sql file" } : {}),
    },
  ];
}

function nameFindings(domain: DomainInput): readonly Finding[] {
  const taken = [
    ...declaredStreams(domain).flatMap(({ table, input }) => [
      table,
      ...(input.deduplicate === undefined ? [] : [receivedTable(table), intakeTable(table)]),
    ]),
    ...Object.keys(domain.results ?? {}),
  ].map((name) => ({ name, path: [] as string[] }));
  const made = Object.entries(domain.aggregations ?? {}).flatMap(([aggregation, input]) =>
    resultNames(aggregation, input).map(({ name }) => ({ name, path: ["aggregations", aggregation] })),
  );
  const seconds = repeated([...taken, ...made]).filter(({ path }) => path.length > 0);
  return [
    ...seconds.map(({ name, path }) => ({
      path,
      at: "key" as const,
      found: `a second table ${describeFound(name)}`,
      expected: "a name that no other table of the domain has",
    })),
    ...made
      .filter(({ name }) => name.length > 63)
      .map(({ name, path }) => ({
        path,
        at: "key" as const,
        found: `the result ${describeFound(name)} of ${name.length} characters`,
        expected: "a name of at most 57 characters, so that those of its results have at most 63",
      })),
  ];
}

function topicFindings(domain: DomainInput): readonly Finding[] {
  const taken = [
    ...declaredStreams(domain).flatMap(({ input: { topic, deduplicate } }) =>
      deduplicate === undefined ? [topic] : [topic, `${topic}.intake`],
    ),
    ...Object.values(domain.results ?? {}).map(({ topic }) => topic),
  ].map((name) => ({ name, path: [] as string[] }));
  const made = Object.entries(domain.aggregations ?? {}).flatMap(([name, input]) =>
    formsOf(input).map((form) => ({
      name: aggregationTopic(domain.domain, name, input, form),
      path: ["aggregations", name, ...(input.topic === undefined ? [] : ["topic"])],
    })),
  );
  return repeated([...taken, ...made])
    .filter(({ path }) => path.length > 0)
    .map(({ name, path }) => ({
      path,
      at: path.length === 2 ? ("key" as const) : ("value" as const),
      found: `a second table on topic ${describeFound(name)}`,
      expected: "one table a topic",
    }));
}

function columnFindings({ name, input, source }: DeclaredAggregation): readonly Finding[] {
  const reserved = new Set<string>([
    ...ownColumns,
    "window_time",
    recordTimeColumn,
    ...(input.top === undefined ? [] : [rankColumn]),
  ]);
  const groups = (input.group_by ?? []).map((path, index) => ({
    name: valueAtPath(source, path)?.columnName ?? path,
    path: ["aggregations", name, "group_by", index],
    at: "value" as const,
  }));
  const measures = Object.keys(input.measures).map((measure) => ({
    name: measure,
    path: ["aggregations", name, "measures", measure],
    at: "key" as const,
  }));
  const columns = [...groups, ...measures];
  return [
    ...columns
      .filter((column) => reserved.has(column.name))
      .map(({ name: column, path, at }) => ({
        path,
        at,
        found: `a column named ${column}`,
        expected: "another name, because every aggregation has one of that name",
      })),
    ...repeated(columns).map(({ name: column, path, at }) => ({
      path,
      at,
      found: `a second column ${describeFound(column)}`,
      expected: "each column once",
    })),
  ];
}

function addedColumnFindings({ name, source }: DeclaredAggregation): readonly Finding[] {
  const added = new Set(["window_start", "window_end", "window_time"]);
  const own = Object.values(source.columns).filter((column) => added.has(column.name));
  return own.map((column) => ({
    path: ["aggregations", name, "from"],
    found: `${source.name}, which has a column ${column.name}`,
    expected: "a table without one, because the window function adds it",
    hint: "write the aggregation as a .sql file whose first step gives the column another name",
  }));
}

/** The aggregations whose source is there; of the others nothing more can be said. */
function known(domain: DomainInput): readonly DeclaredAggregation[] {
  const sources = sourceTables(domain);
  return Object.entries(domain.aggregations ?? {}).flatMap(([name, input]) => {
    const source = sources.find((table) => table.name === input.from);
    return source === undefined ? [] : [{ name, input, source }];
  });
}
