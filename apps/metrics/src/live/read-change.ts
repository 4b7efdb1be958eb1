import type { ServedTablePlan } from "@millrace/domain";
import type { Change } from "./change.ts";
import type { ReadRecord } from "./record-values.ts";
import { type RecordReader, recordReader } from "./row-of-record.ts";

/** A topic as one served table shows its rows. */
export interface LiveTable {
  readonly reader: RecordReader;
  /** Whether its rows never change any more. */
  readonly isFinal: boolean;
}

/**
 * A topic as a table shows it.
 * @param shown the table under whose name rows come
 * @param source the result that the topic holds: the table itself, or the one that has its final rows
 */
export function liveTable(shown: ServedTablePlan, source: ServedTablePlan): LiveTable {
  return {
    reader: recordReader({ ...shown, value: source.value }),
    isFinal: source.finality === "always",
  };
}

/** What a record changes; undefined where it names no row. */
export function readChange(
  { record: { topic, partition, offset }, value, key }: ReadRecord,
  { view: { reader, isFinal }, asOf }: { readonly view: LiveTable; readonly asOf: string },
): Change | undefined {
  const at = { topic, partition, offset, isFinal };
  if (value !== null) {
    const row = { ...reader.columnsOf(value), as_of: asOf, is_final: isFinal };
    return { ...at, identity: reader.identityOf(value), json: JSON.stringify(row), isRemoval: false };
  }
  if (key === undefined) return undefined;
  return {
    ...at,
    identity: reader.identityOf(key),
    json: JSON.stringify(reader.keyOf(key)),
    isRemoval: true,
  };
}
