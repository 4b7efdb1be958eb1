import { type FlinkRow, type FlinkValue, valueKey } from "@millrace/flink";

/** What happened to one row of a result. */
export type RowDifference =
  | { readonly kind: "removed"; readonly before: FlinkRow }
  | { readonly kind: "added"; readonly after: FlinkRow }
  | {
      readonly kind: "changed";
      readonly before: FlinkRow;
      readonly after: FlinkRow;
      /** Those of the common columns whose values differ. */
      readonly columns: readonly string[];
    };

/** The rows of one result before and after, compared on the columns that both have. */
export interface RowComparison {
  readonly unchanged: number;
  /** In the order of their keys. */
  readonly differences: readonly RowDifference[];
}

/** How rows are told apart and compared. */
export interface RowShape {
  /** Columns that say which row is meant; rows of an append table may share them. */
  readonly key: readonly string[];
  /** Columns that both sides have. */
  readonly columns: readonly string[];
}

/**
 * Pairs rows by key. Among rows that share a key equal ones are paired first, and what is left over in order of arrival.
 */
export function compareRows(
  before: readonly FlinkRow[],
  after: readonly FlinkRow[],
  { key, columns }: RowShape,
): RowComparison {
  const groupsBefore = groupByKey(before, key);
  const groupsAfter = groupByKey(after, key);
  const keys = [...new Set([...groupsBefore.keys(), ...groupsAfter.keys()])].toSorted();
  let unchanged = 0;
  const differences = keys.flatMap((each) => {
    const pairing = pairEqual(groupsBefore.get(each) ?? [], groupsAfter.get(each) ?? [], columns);
    unchanged += pairing.equal;
    return pairInOrder(pairing.before, pairing.after, columns);
  });
  return { unchanged, differences };
}

function groupByKey(rows: readonly FlinkRow[], key: readonly string[]): Map<string, FlinkRow[]> {
  const groups = new Map<string, FlinkRow[]>();
  for (const row of rows) {
    const identity = identityOf(row, key);
    const group = groups.get(identity);
    if (group === undefined) groups.set(identity, [row]);
    else group.push(row);
  }
  return groups;
}

function pairEqual(before: readonly FlinkRow[], after: readonly FlinkRow[], columns: readonly string[]) {
  const left = [...after];
  const alone = before.filter((row) => {
    const identity = identityOf(row, columns);
    const twin = left.findIndex((other) => identityOf(other, columns) === identity);
    if (twin === -1) return true;
    left.splice(twin, 1);
    return false;
  });
  return { equal: before.length - alone.length, before: alone, after: left };
}

function pairInOrder(
  before: readonly FlinkRow[],
  after: readonly FlinkRow[],
  columns: readonly string[],
): readonly RowDifference[] {
  const paired = Math.min(before.length, after.length);
  return [
    ...before.slice(0, paired).map((old, index): RowDifference => {
      const now = after[index] as FlinkRow;
      const changed = columns.filter((name) => textOf(old[name]) !== textOf(now[name]));
      return { kind: "changed", before: old, after: now, columns: changed };
    }),
    ...before.slice(paired).map((row): RowDifference => ({ kind: "removed", before: row })),
    ...after.slice(paired).map((row): RowDifference => ({ kind: "added", after: row })),
  ];
}

function identityOf(row: FlinkRow, columns: readonly string[]): string {
  return columns.map((name) => textOf(row[name])).join();
}

function textOf(value: FlinkValue | undefined): string {
  return valueKey(value ?? null);
}
