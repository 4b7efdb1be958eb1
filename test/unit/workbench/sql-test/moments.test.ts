import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TablePlan } from "@millrace/domain";
import { describe, expect, test } from "vitest";
import { readChanges } from "../../../../packages/workbench/src/flink/changes-file.ts";
import { checkExpectation } from "../../../../packages/workbench/src/sql-test/check-expectation.ts";
import { updatedText } from "../../../../packages/workbench/src/sql-test/update-file.ts";
import { temporaryFolder } from "../../../helpers/temporary-folder.ts";
import { example, pageViews, problemsOf } from "./page-view-tests.ts";

const file = "sql/page-views/tests/a.yaml";
const table = pageViews.plan.tables.find(({ name }) => name === "page_view_counts") as TablePlan;
const at = (time: string) => Date.parse(`2021-01-26T${time}Z`);
const count = (views: bigint, watermark?: string) => ({
  kind: "insert" as const,
  row: { window_start: "2021-01-26T14:44:00.000", postcode: "SW19", page_view_count: views },
  ...(watermark === undefined ? {} : { watermarkMs: at(watermark) }),
});

function expecting(moment: string, views: number): string {
  return `given: {}
expect:
  page_view_counts:
    columns: [postcode, page_view_count]
    when:
      - ${moment}
        rows:
          - { postcode: SW19, page_view_count: ${views} }
`;
}

describe("rows on the way", () => {
  const changes = [count(1n), count(2n, "14:16:00"), count(3n, "14:40:00")];
  const differing = (moment: string, views: number) =>
    checkExpectation(example(expecting(moment, views)).expectations[0] as never, changes).flatMap(
      ({ differences }) => differences,
    );

  test("are those that came before the watermark", () => {
    expect(differing('watermark: "14:16:00"', 1)).toEqual([]);
    expect(differing('watermark: "14:16:01"', 2)).toEqual([]);
    expect(differing('watermark: "15:00:00"', 3)).toEqual([]);
  });

  test("are told by the newest event time as well", () => {
    expect(differing('event_time: "14:46:00"', 1)).toEqual([]);
    expect(differing('event_time: "14:46:00"', 2)).toMatchObject([{ type: "different" }]);
  });

  test("need one word that says when", () => {
    const moment = '{ watermark: "14:16", event_time: "14:46", rows: [] }';
    expect(problemsOf(`given: {}\nexpect: { page_view_counts: { when: [${moment}, { rows: [] }] } }`)).toBe(
      [
        `${file}:4:38 expect.page_view_counts.when[0]: found both watermark and event_time, expected one of them`,
        `${file}:4:93 expect.page_view_counts.when[1]: found neither watermark nor event_time, expected one of them`,
      ].join("\n"),
    );
  });

  test("are written by an update", () => {
    const text = `describe: a test\ndate: 2021-01-26\n${expecting('watermark: "14:20:00"', 9)}`;
    const { expectations } = example(expecting('watermark: "14:20:00"', 9));
    expect(updatedText(text, expectations, { page_view_counts: changes }, "2021-01-26")).toBe(
      text.replace("page_view_count: 9", "page_view_count: 2"),
    );
  });
});

describe("a file of changes", () => {
  test("tells each change with the watermark before it", () => {
    const path = join(temporaryFolder(), "changes.jsonl");
    const line = (views: number) =>
      JSON.stringify({ kind: "+U", time: 0, row: { postcode: "SW19", page_view_count: views } });
    writeFileSync(
      path,
      [line(1), '{"watermark":1000}', line(2), '{"watermark":9223372036854775807}', '{"end":true}', ""].join(
        "\n",
      ),
    );
    const read = readChanges(path, table);
    expect(read.map(({ row, watermarkMs }) => [row["page_view_count"], watermarkMs])).toEqual([
      [1n, undefined],
      [2n, 1000],
    ]);
    expect(read[0]).toMatchObject({ kind: "update-after", row: { record_time: "1970-01-01T00:00:00.000Z" } });
  });

  test("is empty where there is none", () => {
    expect(readChanges(join(temporaryFolder(), "none.jsonl"), table)).toEqual([]);
  });
});
