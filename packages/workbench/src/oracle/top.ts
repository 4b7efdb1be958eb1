import { compareValues, type NumberKind } from "./compare-values.ts";
import type { OracleValue } from "./row.ts";

/** Something that has a place among others. */
export interface Candidate {
  /** What has to be equal for two to be ranked together. */
  readonly among: readonly OracleValue[];
  /** What ranks it, the greatest first; NULL comes last. */
  readonly by: OracleValue;
  /** Of equals the first by these, NULL before all others. */
  readonly order: readonly OracleValue[];
}

/** The greatest `n` of each set of rivals with their places from 1, as SQL's ROW_NUMBER gives them. */
export function topOf<Item extends Candidate>(
  items: readonly Item[],
  n: number,
  kind: NumberKind,
): readonly (Item & { readonly rank: bigint })[] {
  const rivals = groupByAmong(items);
  return [...rivals.values()].flatMap((each) =>
    each
      .toSorted((a, b) => compareCandidates(a, b, kind))
      .slice(0, n)
      .map((item, index) => ({ ...item, rank: BigInt(index + 1) })),
  );
}

function groupByAmong<Item extends Candidate>(items: readonly Item[]): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = item.among.map((value) => `${typeof value} ${String(value)}`).join("\n");
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

function compareCandidates(left: Candidate, right: Candidate, kind: NumberKind): number {
  const byValue = nullsFirst(right.by, left.by, kind);
  if (byValue !== 0) return byValue;
  for (const [index, value] of left.order.entries()) {
    const byName = nullsFirst(value, right.order[index] ?? null, "whole");
    if (byName !== 0) return byName;
  }
  return 0;
}

function nullsFirst(left: OracleValue, right: OracleValue, kind: NumberKind): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  return compareValues(left, right, kind);
}
