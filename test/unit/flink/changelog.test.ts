import { type Change, Changelog, type RowKind } from "@millrace/flink";
import { expect, test } from "vitest";

const change = (kind: RowKind, k: string, n: number): Change => ({ kind, row: { k, n } });

/** A changelog of these pages; `cancels` counts how often reading was given up. */
function changelogOf(...pages: readonly (readonly Change[])[]) {
  const left = [...pages];
  const seen = { cancels: 0, fetched: 0 };
  const next = () => {
    seen.fetched += 1;
    return Promise.resolve(left.shift());
  };
  const cancel = () => {
    seen.cancels += 1;
    return Promise.resolve();
  };
  return { changelog: new Changelog({ next, cancel }), seen };
}

const updates = [
  [change("insert", "a", 1), change("insert", "b", 1)],
  [],
  [change("update-before", "a", 1), change("update-after", "a", 2)],
  [change("delete", "b", 1)],
];

test("changes come in order across pages", async () => {
  const kinds: string[] = [];
  for await (const { kind } of changelogOf(...updates).changelog) kinds.push(kind);
  expect(kinds).toEqual(["insert", "insert", "update-before", "update-after", "delete"]);
});

test("leaving the loop early cancels the statement", async () => {
  const { changelog, seen } = changelogOf(...updates);
  for await (const _ of changelog) break;
  expect(seen).toEqual({ cancels: 1, fetched: 1 });
});

test("reading to the end cancels nothing", async () => {
  const { changelog, seen } = changelogOf(...updates);
  await changelog.toRows();
  expect(seen.cancels).toBe(0);
});

test("rows are what the changes amount to", async () => {
  expect(await changelogOf(...updates).changelog.toRows()).toEqual([{ k: "a", n: 2 }]);
});

test("equal rows stay apart in the rows", async () => {
  const twice = [change("insert", "a", 1), change("insert", "a", 1), change("delete", "a", 1)];
  expect(await changelogOf(twice).changelog.toRows()).toEqual([{ k: "a", n: 1 }]);
});

test("a table holds the newest row of each key", async () => {
  const table = changelogOf(...updates).changelog.materialize(["k"]);
  const changes: unknown[] = [];
  for await (const seen of table) changes.push(seen);
  expect(changes).toEqual([
    { kind: "set", row: { k: "a", n: 1 }, previous: undefined },
    { kind: "set", row: { k: "b", n: 1 }, previous: undefined },
    { kind: "set", row: { k: "a", n: 2 }, previous: { k: "a", n: 1 } },
    { kind: "delete", previous: { k: "b", n: 1 } },
  ]);
});

test("a retraction without a successor deletes the row", async () => {
  const table = changelogOf([
    change("insert", "a", 1),
    change("update-before", "a", 1),
  ]).changelog.materialize(["k"]);
  expect(await table.until(() => false)).toBe(false);
  expect(table.size).toBe(0);
});

test("a table is read until a condition holds", async () => {
  const { changelog, seen } = changelogOf(...updates);
  const table = changelog.materialize(["k"]);
  expect(await table.until(({ size }) => size === 2)).toBe(true);
  expect([table.get({ k: "a" }), seen.fetched]).toEqual([{ k: "a", n: 1 }, 1]);
});

test("disposing of a table cancels the statement", async () => {
  const { changelog, seen } = changelogOf(...updates);
  {
    await using _table = changelog.materialize(["k"]);
  }
  expect(seen.cancels).toBe(1);
});
