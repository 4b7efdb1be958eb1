import { describeFound, suggest } from "@millrace/common";
import { clickHouseTableOf } from "../expand/sinks/clickhouse-table.ts";
import type { SinkName } from "../expand/sinks/connector-parts.ts";
import { isTimePart, partitionsOf, timeParts } from "../expand/sinks/partition.ts";
import {
  archiveTableOf,
  postgresTableOf,
  primaryKeyOf,
  type SinkTable,
  sinkTables,
} from "../expand/sinks/sink-table.ts";
import { normalizeColumns } from "../normalize/columns.ts";
import { planPostgresColumns } from "../plan/postgres-columns.ts";
import { isStoreColumn } from "../plan/store-columns.ts";
import { withSuggestion } from "../problem.ts";
import type { AttributeInput } from "../schema/attribute-schema.ts";
import type { DomainInput } from "../schema/domain-schema.ts";
import { clickHouseRules, inClickHouse } from "./clickhouse-rules.ts";
import { repeated } from "./names.ts";
import { checkRowKey } from "./row-key.ts";
import type { Finding, Rule } from "./rule.ts";

/** What holds for the sinks of streams and results. */
export const sinkRules: readonly Rule[] = [
  {
    sentence: "Postgres gets columns that it can hold.",
    check: (domain) => inPostgres(domain).flatMap(checkColumns),
  },
  {
    sentence: "A row in Postgres has a primary key of columns that are always there.",
    check: (domain) => inPostgres(domain).flatMap(checkPrimaryKey),
  },
  {
    sentence: "An archive is of rows that never change.",
    check: (domain) =>
      inArchive(domain)
        .filter(({ mode }) => mode === "upsert")
        .map(({ path, table }) => ({
          path: [...path, "archive"],
          at: "key",
          found: `an archive of ${table}, which is an upsert result`,
          expected: "an append result",
          hint: "rows are only ever added to an archive: archive a result of final rows instead",
        })),
  },
  {
    sentence: "An archive's bucket is one of the domain's.",
    check: (domain) => inArchive(domain).flatMap((table) => checkBucket(table, domain)),
  },
  {
    sentence: "An archive's folders are made of a record's time, or of short values.",
    check: (domain) =>
      inArchive(domain)
        .filter(({ mode }) => mode === "append")
        .flatMap(checkPartitions),
  },
  ...clickHouseRules,
  {
    sentence: "Two sinks do not fill one table.",
    check: (domain) => [
      ...secondTables(inPostgres(domain).map((table) => entryOf(table, "postgres", postgresTableOf(table)))),
      ...secondTables(
        inArchive(domain).map((table) => entryOf(table, "archive", archiveTableOf(table, domain.domain))),
      ),
      ...secondTables(
        inClickHouse(domain).map((table) => entryOf(table, "clickhouse", clickHouseTableOf(table))),
      ),
    ],
  },
];

/** The same of what aggregations have become. */
export function aggregationSinkFindings(expanded: DomainInput): readonly Finding[] {
  return sinkRules.flatMap(({ check }) => check(expanded)).filter(({ path }) => path[0] === "aggregations");
}

function inPostgres(domain: DomainInput): readonly SinkTable[] {
  return sinkTables(domain).filter(({ sinks }) => sinks.postgres !== undefined);
}

function inArchive(domain: DomainInput): readonly SinkTable[] {
  return sinkTables(domain).filter(({ sinks }) => sinks.archive !== undefined);
}

function checkColumns({ path, table, columns }: SinkTable): readonly Finding[] {
  const planned = planPostgresColumns(normalizeColumns(columns), true);
  const at = { path: [...path, "postgres"], at: "key" } as const;
  return [
    ...planned.unfit.map(({ name, kind }) => ({
      ...at,
      found: `column ${name} of ${table}, which is ${kind === "map" ? "a map" : "an array of more than single values"}`,
      expected: "single values, records of them, or arrays of texts, numbers or booleans",
      hint: "write what is wanted of it into columns of a result, or archive the rows, which keeps it as it is",
    })),
    ...repeated(planned.columns).map(({ name }) => ({
      ...at,
      found: `two columns of ${table} that become ${name}`,
      expected: "names that differ with those of a record's fields, which become <record>_<field>",
    })),
    ...planned.columns
      .filter(({ name }) => isStoreColumn(name))
      .map(({ name }) => ({
        ...at,
        found: `column ${name} of ${table}, a name that the store keeps for itself`,
        expected: "another name than as_of, kafka_partition and kafka_offset",
      })),
    ...planned.columns
      .filter(({ name }) => name.length > longestName)
      .map(({ name }) => ({
        ...at,
        found: `column ${name}, whose name has ${name.length} characters`,
        expected: `at most ${longestName}, as Postgres has it`,
      })),
  ];
}

/** Postgres cuts longer names. */
const longestName = 63;

function checkPrimaryKey(table: SinkTable): readonly Finding[] {
  const { postgres } = table.sinks;
  const given = typeof postgres === "object" ? postgres.primary_key : undefined;
  return checkRowKey(table, { sink: "postgres", given, isKnown: primaryKeyOf(table) !== undefined });
}

function checkBucket({ path, sinks }: SinkTable, { buckets = {} }: DomainInput): readonly Finding[] {
  const bucket = sinks.archive?.bucket ?? "";
  if (Object.hasOwn(buckets, bucket)) return [];
  const known = Object.keys(buckets);
  return [
    {
      path: [...path, "archive", "bucket"],
      found: `the unknown bucket ${describeFound(bucket)}`,
      expected:
        known.length === 0
          ? `a key of buckets, which has none: add "buckets: { ${bucket}: … }"`
          : `one of ${known.join(", ")}`,
      ...withSuggestion(suggest(bucket, known)),
    },
  ];
}

function checkPartitions(table: SinkTable): readonly Finding[] {
  const given = table.sinks.archive?.partition_by;
  const path = [...table.path, "archive", ...(given === undefined ? [] : ["partition_by"])];
  const entries = partitionsOf(table).map((name, index) => ({
    name,
    path: given === undefined ? path : [...path, index],
  }));
  return [
    ...missingTime(table, path),
    ...entries
      .filter(({ name }) => !isTimePart(name, table))
      .flatMap((entry) => checkPartition(entry, table)),
    ...repeated(entries).map((entry) => ({
      path: entry.path,
      found: `a second ${describeFound(entry.name)}`,
      expected: "each once",
    })),
  ];
}

function missingTime(table: SinkTable, path: Finding["path"]): readonly Finding[] {
  if (table.recordTime !== undefined) return [];
  const part = partitionsOf(table).find((name) => isTimePart(name, table));
  if (part === undefined) return [];
  return [
    {
      path,
      at: "key",
      found: `folders by ${part} of ${table.table}, which has no record_time`,
      expected: "record_time: the timestamp column that dates its rows, or partition_by of columns",
    },
  ];
}

type Entry = { readonly name: string; readonly path: Finding["path"] };

function checkPartition({ name, path }: Entry, { columns }: SinkTable): readonly Finding[] {
  const attribute = Object.hasOwn(columns, name) ? columns[name] : undefined;
  const known = [...timeParts.keys(), ...Object.keys(columns)];
  if (attribute === undefined)
    return [
      {
        path,
        found: `the unknown column ${describeFound(name)}`,
        expected: `one of ${known.join(", ")}`,
        ...withSuggestion(suggest(name, known)),
      },
    ];
  if (makesShortFolders(name, attribute)) return [];
  return [
    {
      path,
      found: `${name}, which is ${attribute.type === "string" ? "a string that may be too long" : `of type ${attribute.type}`}`,
      expected: `a string with max_length of at most ${longestText(name)}, an enum, int, long or boolean, or a part of time`,
      hint: "each value makes a folder, whose name has at most 255 bytes",
    },
  ];
}

const folderTypes = new Set(["int", "long", "boolean", "enum"]);

/** Formats whose texts are short and have no character that a folder's name needs in another form. */
const shortFormats = new Set<string | undefined>(["uuid", "ip", "ipv4", "ipv6", "date"]);

function makesShortFolders(name: string, attribute: AttributeInput): boolean {
  if (attribute.type !== "string") return folderTypes.has(attribute.type);
  if (shortFormats.has(attribute.format)) return true;
  return attribute.max_length !== undefined && attribute.max_length <= longestText(name);
}

/** How long a text may be of which a folder `<column>=<text>` is made: a character takes up to 12 bytes in a URL's form. */
function longestText(column: string): number {
  return Math.floor((255 - column.length - 1) / 12);
}

interface TableEntry extends Entry {
  readonly table: string;
}

function entryOf({ path, table }: SinkTable, sink: SinkName, name: string): TableEntry {
  return { name, path: [...path, sink], table };
}

function secondTables(entries: readonly TableEntry[]): readonly Finding[] {
  return repeated(entries).map(({ name, path, table }) => ({
    path,
    at: "key",
    found: `the table ${name} for ${table}, which another sink fills`,
    expected: "a table of its own, named with table:",
  }));
}
