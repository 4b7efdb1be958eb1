import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  declaredStatements,
  formatStatements,
  StatementUndeclaredError,
  writeStatement,
} from "../../../apps/cli/src/declared-statements.ts";
import { smallClone } from "./small-clone.ts";

const aggregations = `aggregations:
  counts:
    from: shop_events
    window: { tumbling: 1 minute }
    measures: { event_count: { count: "*" } }
`;

function shop() {
  const { root } = smallClone(["shop"], aggregations);
  return { root, list: () => declaredStatements(root, ["shop"]) };
}

/** The first declared statement; every test has one. */
function firstOf(list: ReturnType<typeof declaredStatements>) {
  const [first] = list;
  if (first === undefined) throw new Error("nothing is declared");
  return first;
}

describe("declared statements", () => {
  test("are listed by result with the file each stands for", () => {
    expect(
      shop()
        .list()
        .map(({ result, file }) => `${result} ${file}`),
    ).toEqual(["counts sql/shop/counts.sql", "counts_final sql/shop/counts_final.sql"]);
  });

  test("are written as files that take their places", () => {
    const { root, list } = shop();
    const counts = firstOf(list());
    writeStatement(root, counts);
    expect(readFileSync(join(root, counts.file), "utf8")).toBe(counts.text);
    expect(list()).toMatchObject([
      { takenOverBy: counts.file, text: counts.text },
      { result: "counts_final" },
    ]);
    expect(formatStatements(list())).toBe(
      "counts        taken over by sql/shop/counts.sql\ncounts_final  as declared",
    );
  });

  test("are not written over a file that fills their result", () => {
    const { root, list } = shop();
    writeFileSync(join(root, "sql", "shop", "mine.sql"), firstOf(list()).text);
    expect(() => writeStatement(root, firstOf(list()))).toThrow(
      "sql/shop/mine.sql fills counts already, and is not written over; remove it, and what domain.yaml declares counts again",
    );
  });

  test("whose file no longer fits the columns are reported like any other", () => {
    const { root, list } = shop();
    const counts = firstOf(list());
    writeFileSync(join(root, counts.file), counts.text.replaceAll("event_count", "event_counts"));
    expect(list).toThrow(
      /sql\/shop\/counts\.sql:\d+:\d+ event_counts: found the unknown column "event_counts"/,
    );
  });

  test("of no domain are said to be none", () => {
    expect(formatStatements([])).toBe("No domain declares an aggregation; sql/ has those that are files.");
  });
});

test("a result that nobody declares is told with the nearest name", () => {
  expect(new StatementUndeclaredError("count", ["counts", "counts_final"]).message).toBe(
    'no domain.yaml declares a result "count"; declared are counts, counts_final; did you mean "counts"?',
  );
});
