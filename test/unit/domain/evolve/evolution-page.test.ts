import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findings } from "./two-versions.ts";

const page = readFileSync(join(import.meta.dirname, "../../../../docs/evolution.md"), "utf8");
const land = "land: { type: string }";
const state = "state: { type: enum, values: [open, paid] }";
const size = "size: { type: decimal, precision: 9, scale: 2 }";

type Edit = readonly [from: string, to: string];

/** An edit for each row of the page's table; the second one shows what `with` or `where` makes of it. */
const edits: Readonly<Record<string, readonly [Edit, Edit?]>> = {
  "an attribute is added": [
    [land, `${land}\n      city: { type: string }`],
    [land, `${land}\n      city: { type: string, optional: true }`],
  ],
  "an attribute is removed": [
    [`      ${land}\n`, ""],
    ["      note: { type: string, optional: true }\n", ""],
  ],
  "an attribute is renamed": [
    [land, "country: { type: string }"],
    [land, "country: { type: string, aliases: [land] }"],
  ],
  "required → `optional: true`": [[land, "land: { type: string, optional: true }"]],
  "`optional: true` → required": [["note: { type: string, optional: true }", "note: { type: string }"]],
  "`int` → `long`, `double`; `long` → `double`": [["count: { type: int }", "count: { type: double }"]],
  "any other type": [[land, "land: { type: int }"]],
  "an enum value is added": [[state, "state: { type: enum, values: [open, paid, void] }"]],
  "an enum value is removed": [[state, "state: { type: enum, values: [open] }"]],
  "a currency, a decimal's scale, a unit of time": [[size, size.replace("scale: 2", "scale: 3")]],
  "a decimal gets more digits": [[size, size.replace("precision: 9", "precision: 12")]],
  "the key, its columns or its order": [["key: customer\n    compat", "key: land\n    compat"]],
  "an event's, result's or domain's name": [["  order:", "  purchase:"]],
  "a description, a limit, an example": [
    [land, "land: { type: string, doc: Where., max_length: 9, example: UK }"],
  ],
};

const rows = page
  .split("\n")
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .filter(([, change = ""]) => change in edits)
  .map(([, change = "", backward = "", forward = ""]) => ({ change, backward, forward }));

test("the page's table has a row for each edit", () => {
  expect(rows.map(({ change }) => change)).toEqual(Object.keys(edits));
});

describe.each(rows)("the page's row: $change", ({ change, ...cells }) => {
  test.each([
    ["BACKWARD", cells.backward],
    ["FORWARD", cells.forward],
  ])("is true for %s: %s", (level, cell) => {
    const [plain, careful] = edits[change] ?? [["", ""]];
    const way = /^(with|where)/.test(cell) ? careful : undefined;
    expect(findings(plain, level)).toHaveLength(cell === "yes" ? 0 : 1);
    expect(way === undefined ? [] : findings(way, level)).toEqual([]);
  });
});
