import { describeFound } from "@millrace/common";
import type { SinkName } from "../expand/sinks/connector-parts.ts";
import type { SinkTable } from "../expand/sinks/sink-table.ts";
import { keyDemand } from "./key-demand.ts";
import { checkReference, keyEntries, repeated } from "./names.ts";
import type { Finding } from "./rule.ts";

/** What a sink says of the columns that no two of its rows share. */
export interface RowKey {
  /** The sink, as `sinks` names it. */
  readonly sink: SinkName;
  /** What its `primary_key` says. */
  readonly given: readonly string[] | undefined;
  /** Whether there is one without that. */
  readonly isKnown: boolean;
}

/** A sink in which a row replaces the one with the same key has such a key, of columns that are always there. */
export function checkRowKey(table: SinkTable, { sink, given, isKnown }: RowKey): readonly Finding[] {
  const path = [...table.path, sink];
  if (given === undefined) return isKnown ? [] : [{ ...noKey(table), path }];
  const own = [...path, "primary_key"];
  if (table.mode === "upsert") return [{ ...secondKey(table), path: own }];
  const entries = keyEntries(given, own);
  return [
    ...entries.flatMap((entry) =>
      checkReference(table.columns, { ...entry, what: "column", demand: keyDemand }),
    ),
    ...repeated(entries).map((entry) => ({
      path: entry.path,
      found: `a second ${describeFound(entry.name)}`,
      expected: "each column once",
    })),
  ];
}

function noKey({ table }: SinkTable): Omit<Finding, "path"> {
  return {
    at: "key",
    found: `no primary key for ${table}, whose rows are only added`,
    expected: "primary_key: the columns that no two rows share",
    hint: "a row replaces the one with the same primary key",
  };
}

function secondKey({ table, key }: SinkTable): Omit<Finding, "path"> {
  return {
    at: "key",
    found: `a primary key for ${table}, which is an upsert result`,
    expected: `none, because its key is the primary key: ${key.join(", ")}`,
  };
}
