import type { Change } from "@millrace/flink";
import type { ChangeWord, TestedChange } from "./expected-row.ts";

const words: Readonly<Record<Change["kind"], ChangeWord | undefined>> = {
  insert: "insert",
  "update-before": undefined,
  "update-after": "update",
  delete: "delete",
};

/** The changes as tests say them: an update is one change, whatever it replaces. */
export function testedChanges(changes: readonly Change[]): readonly TestedChange[] {
  return changes.flatMap(({ kind, row }) => {
    const word = words[kind];
    return word === undefined ? [] : [{ kind: word, row }];
  });
}
