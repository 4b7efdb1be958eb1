import { clickHouseKeyOf, clickHouseTimeOf, givenKeyOf } from "../expand/sinks/clickhouse-table.ts";
import { type SinkTable, sinkTables } from "../expand/sinks/sink-table.ts";
import { normalizeColumns } from "../normalize/columns.ts";
import { clickHouseOwnColumns, planClickHouseColumns } from "../plan/clickhouse-columns.ts";
import type { DomainInput } from "../schema/domain-schema.ts";
import { repeated } from "./names.ts";
import { checkRowKey } from "./row-key.ts";
import type { Finding, Rule } from "./rule.ts";

/** What holds for the sinks in ClickHouse. */
export const clickHouseRules: readonly Rule[] = [
  {
    sentence: "ClickHouse gets columns that it can hold.",
    check: (domain) => inClickHouse(domain).flatMap(checkColumns),
  },
  {
    sentence: "A row in ClickHouse has a key of columns that are always there.",
    check: (domain) => inClickHouse(domain).flatMap(checkKey),
  },
  {
    sentence: "Rows that ClickHouse deletes after a while have a time that does not change.",
    check: (domain) => inClickHouse(domain).flatMap(checkTtl),
  },
];

/** The domain's tables that are kept in ClickHouse, too. */
export function inClickHouse(domain: DomainInput): readonly SinkTable[] {
  return sinkTables(domain).filter(({ sinks }) => sinks.clickhouse !== undefined);
}

function checkColumns({ path, table, columns }: SinkTable): readonly Finding[] {
  const planned = planClickHouseColumns(normalizeColumns(columns));
  const own = clickHouseOwnColumns.map(({ name }) => name);
  const at = { path: [...path, "clickhouse"], at: "key" } as const;
  return [
    ...planned.unfit.map((name) => ({
      ...at,
      found: `column ${name} of ${table}, in which arrays, maps or records may be missing`,
      expected: "parts that are always there, or single values",
      hint: "ClickHouse knows no missing array, map or record inside another",
    })),
    ...planned.columns
      .filter(({ name }) => own.includes(name))
      .map(({ name }) => ({
        ...at,
        found: `column ${name} of ${table}`,
        expected: `other names than ${own.join(", ")}, which every table in ClickHouse has besides its own`,
      })),
    ...repeated(planned.columns).map(({ name }) => ({
      ...at,
      found: `two columns of ${table} that become ${name}`,
      expected: "names that differ with those of a record's fields, which become <record>_<field>",
    })),
  ];
}

function checkKey(table: SinkTable): readonly Finding[] {
  const given = givenKeyOf(table);
  return checkRowKey(table, { sink: "clickhouse", given, isKnown: clickHouseKeyOf(table) !== undefined });
}

function checkTtl(table: SinkTable): readonly Finding[] {
  const { clickhouse } = table.sinks;
  if (typeof clickhouse !== "object" || clickhouse.ttl === undefined) return [];
  if (clickHouseTimeOf(table).column !== undefined) return [];
  const isUpsert = table.mode === "upsert";
  return [
    {
      path: [...table.path, "clickhouse", "ttl"],
      at: "key",
      found: `a ttl for ${table.table}, ${isUpsert ? "whose key has no timestamp" : "whose rows no column dates"}`,
      expected: isUpsert
        ? "none, or a key with a timestamp"
        : "none, or record_time: the column that dates its rows",
      ...(isUpsert
        ? { hint: "a row that is deleted keeps its key alone, and would be forgotten before older ones" }
        : {}),
    },
  ];
}
