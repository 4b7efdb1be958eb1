import type { Change } from "@millrace/flink";
import { describe, expect, test } from "vitest";
import { updatedText } from "../../../../packages/workbench/src/sql-test/update-file.ts";
import { example } from "./page-view-tests.ts";

const head = "describe: a test\ndate: 2021-01-26\n";

function final(minute: string, postcode: string, views: bigint): Change {
  const row = { window_start: `2021-01-26T${minute}:00.000`, postcode, page_view_count: views };
  return { kind: "insert", row };
}

/** The text after an update with these final counts. */
function update(body: string, ...found: readonly Change[]): string {
  const { expectations } = example(body);
  return updatedText(head + body, expectations, { page_view_counts_final: found }, "2021-01-26");
}

const columns = "columns: [postcode,   page_view_count] # only these";

describe("updating a test file", () => {
  test("keeps what was right with its comments and layout", () => {
    const body = `given: {}
expect:
  page_view_counts_final:
    ${columns}
    rows:
      # This one stays.
      - {postcode: SW19,   page_view_count: 1} # beside it
      # This one goes.
      - { postcode: N1, page_view_count: 1 }
  # The end.
`;
    expect(update(body, final("14:45", "E14", 2n), final("14:44", "SW19", 1n))).toBe(`${head}given: {}
expect:
  page_view_counts_final:
    ${columns}
    rows:
      # This one stays.
      - {postcode: SW19,   page_view_count: 1} # beside it
      - { postcode: E14, page_view_count: 2 }
  # The end.
`);
  });

  test("writes times as times of the test's day", () => {
    const body = `given: {}\nexpect:\n  page_view_counts_final:\n    columns: [window_start]\n    rows: []\n`;
    expect(update(body, final("14:44", "SW19", 1n))).toBe(
      `${head}given: {}\nexpect:\n  page_view_counts_final:\n    columns: [window_start]\n    rows:\n      - { window_start: "14:44:00" }\n`,
    );
  });

  test("writes a list within braces as one line", () => {
    const body = `given: {}\nexpect:\n  page_view_counts_final: { columns: [postcode], rows: [] }\n`;
    const updated = update(body, final("14:44", "SW19", 1n), final("14:44", "N1", 1n));
    expect(updated).toContain("{ columns: [postcode], rows: [{ postcode: SW19 }, { postcode: N1 }] }\n");
    expect(example(updated.slice(head.length)).expectations[0]?.rows).toHaveLength(2);
  });

  test("empties a list whose rows are gone", () => {
    const body = `given: {}\nexpect:\n  page_view_counts_final:\n    columns: [postcode]\n    rows:\n      - { postcode: N1 }`;
    const updated = update(body);
    expect(updated).toContain("    rows:\n      []\n");
    expect(example(updated.slice(head.length)).expectations[0]?.rows).toEqual([]);
  });

  test("changes nothing where everything is right", () => {
    const body = `given: {}\nexpect:\n  page_view_counts_final: { columns: [postcode], rows: [{postcode: N1}] }\n`;
    expect(update(body, final("14:44", "N1", 1n))).toBe(head + body);
  });

  test("writes a list out that was an alias", () => {
    const body = `given: {}
expect:
  page_view_counts:
    columns: [postcode]
    rows: &same
      - { postcode: N1 }
  page_view_counts_final:
    columns: [postcode]
    rows: *same
`;
    const { expectations } = example(body);
    const changes = {
      page_view_counts: [final("14:44", "N1", 1n)],
      page_view_counts_final: [final("14:44", "E14", 1n)],
    };
    const text = updatedText(head + body, expectations, changes, "2021-01-26");
    expect(text).toContain("rows: &same\n      - { postcode: N1 }\n");
    expect(text).toContain("    rows:\n      - { postcode: E14 }\n");
  });

  test("quotes texts that YAML would read as something else", () => {
    const body = `given: {}\nexpect:\n  page_view_counts_final:\n    columns: [postcode]\n    rows: []\n`;
    const odd = ["no", "1", "a: b", "", "{x}", "# y", "SW1A 1AA"];
    const updated = update(body, ...odd.map((postcode) => final("14:44", postcode, 1n)));
    const [expectation] = example(updated.slice(head.length)).expectations;
    expect(expectation?.rows?.map(({ postcode }) => postcode)).toEqual(odd);
    expect(updated).toContain("- { postcode: SW1A 1AA }");
  });
});
