import { describeFound } from "@millrace/common";
import { clickHouseKeyOf, clickHouseTimeOf, givenKeyOf } from "../expand/sinks/clickhouse-table.ts";
import { type SinkTable, sinkTables } from "../expand/sinks/sink-table.ts";
import { normalizeColumns } from "../normalize/columns.ts";
import { clickHouseOwnColumns, planClickHouseColumns } from "../plan/clickhouse-columns.ts";
import type { DomainInput } from "../schema/domain-schema.ts";
import { keyDemand } from "./key-demand.ts";
import { checkReference, keyEntries, repeated } from "./names.ts";
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
  const { path, columns, mode } = table;
  const own = [...path, "clickhouse", "primary_key"];
  if (clickHouseKeyOf(table) === undefined)
    return [
      {
        path: [...path, "clickhouse"],
        at: "key",
        found: `no primary key for ${table.table}, whose rows are only added`,
        expected: "primary_key: the columns that no two rows share",
        hint: "a row replaces the one with the same primary key",
      },
    ];
  const given = givenKeyOf(table);
  if (given === undefined) return [];
  if (mode === "upsert")
    return [
      {
        path: own,
        at: "key",
        found: `a primary key for ${table.table}, which is an upsert result`,
        expected: `none, because its key is the primary key: ${table.key.join(", ")}`,
      },
    ];
  const entries = keyEntries(given, own);
  return [
    ...entries.flatMap((entry) => checkReference(columns, { ...entry, what: "column", demand: keyDemand })),
    ...repeated(entries).map((entry) => ({
      path: entry.path,
      found: `a second ${describeFound(entry.name)}`,
      expected: "each column once",
    })),
  ];
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
