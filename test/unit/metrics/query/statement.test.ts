import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rowsStatement } from "../../../../apps/metrics/src/query/statement.ts";
import { ask, problemsOf, statementOf } from "./asked.ts";

describe("a statement", () => {
  test("names only what the plan names, values are parameters", () => {
    const { text, values } = statementOf("page-views/page_view_counts?postcode=SW19&page_view_count.gt=5");
    expect(text).toContain('r."postcode" = $1::text AND r."page_view_count" > $2::bigint');
    expect(values).toEqual(["SW19", "5", 101]);
  });

  test("bounds the final side of a pair as well", () => {
    const { text, values } = statementOf("page-views/page_view_counts?minutes=60");
    expect(text).toContain('f."window_start" >= $1::timestamptz');
    expect(text).toContain('r."window_start" >= $2::timestamptz');
    expect(values.slice(0, 2)).toEqual(["2026-01-15T11:00:00.000Z", "2026-01-15T11:00:00.000Z"]);
  });

  test("reads final rows from their own table", () => {
    const { text } = statementOf("page-views/page_view_counts?final=true");
    expect(text).not.toContain("JOIN");
    expect(text).toContain('FROM "page_view_counts_final" AS p');
  });

  test("reads no personal column, not even to order by", () => {
    const { text } = statementOf("user-events/user_profiles?order=-event_count");
    expect(text).not.toContain("user_id");
    expect(text).toContain('ORDER BY r."event_count" DESC, r."kafka_partition" NULLS LAST');
  });

  test("holds no value of a query, whatever it is", () => {
    const marked = fc.string({ maxLength: 40 }).map((text) => `q§${text}`);
    const column = fc.constantFrom(
      "postcode",
      "postcode.ne",
      "postcode.gt",
      "postcode.eq",
      "aggregate_interval.lte",
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(column, marked), { minLength: 1, maxLength: 6 }), (pairs) => {
        const search = new URLSearchParams(pairs);
        fc.pre(ask(`page-views/page_view_counts?${search}`).ok);
        const { text, values } = statementOf(`page-views/page_view_counts?${search}`);
        expect(text).not.toContain("§");
        expect(JSON.stringify(values)).toContain("§");
      }),
    );
  });

  test("is made for a query or refused with problems, never thrown at", () => {
    const names = fc.constantFrom(
      "minutes",
      "from",
      "to",
      "order",
      "limit",
      "cursor",
      "columns",
      "final",
      "latest",
      "group_by",
      "sum",
      "min",
      "count",
      "top",
      "by",
      "format",
      "postcode",
      "page_view_count.gte",
      "window_start.lt",
    );
    const values = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        "1",
        "true",
        "postcode",
        "-window_start",
        "page_view_count",
        "time.hour",
        "2026-01-15T10:30:00Z",
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(names, values), { maxLength: 6 }), (pairs) => {
        const asked = ask(`page-views/page_view_counts?${new URLSearchParams(pairs)}`);
        const told = asked.ok ? rowsStatement(asked.query).text : `${asked.problems.length} problems`;
        expect(told).toMatch(/^(SELECT |[1-9]\d* problems)/);
      }),
      { numRuns: 500 },
    );
  });
});

describe("the problems of a query", () => {
  test("are told all at once, with what was meant", () => {
    const asked = ask("page-views/page_view_counts?minuts=5&limit=0&columns=postcod&page_view_count.gt=many");
    expect(asked.ok ? [] : asked.problems).toEqual([
      {
        parameter: "columns",
        found: '"postcod"',
        expected: expect.stringContaining("a column: window_start, postcode"),
        suggestion: "postcode",
      },
      { parameter: "limit", found: '"0"', expected: "a whole number from 1 to 10000" },
      {
        parameter: "page_view_count.gt",
        found: '"many"',
        expected: expect.stringMatching(/^a whole number from -9223/),
      },
      {
        parameter: "minuts",
        found: '"5"',
        expected: expect.stringMatching(/^no such parameter; there are minutes, from/),
        suggestion: "minutes",
      },
    ]);
  });

  test.each([
    ["?minutes=5&from=2026-01-15T10:00:00Z", "minutes: either minutes, or from and to"],
    [
      "?from=2026-01-15T10:00:00Z&to=2026-01-15T10:00:00Z",
      "to: a time after from, which is 2026-01-15T10:00:00.000Z",
    ],
    ["?from=yesterday", "from: a time in ISO 8601 with its offset, as 2026-01-15T10:30:00Z"],
    ["?limit=1&limit=2", "limit: it once"],
    ["?top=3", "top: group_by, and by or a function, as well: what is ranked by what"],
    ["?group_by=postcode&by=sum.page_view_count", "by: top as well: how many are answered"],
    ["?group_by=postcode&count=true&top=3&limit=3", "limit: nothing beside top"],
    ["?group_by=time.hour,time.day", "group_by: one bucket at most"],
    ["?group_by=postcode&columns=postcode", "columns: nothing: group_by and the functions say the columns"],
    ["?cursor=bm9uc2Vuc2U", "cursor: next_cursor of an answer to this same query"],
    ["?postcode=%00", "postcode: text of at most 4000 characters without U+0000"],
    ["?page_view_count=9223372036854775808", expect.stringMatching(/^page_view_count: a whole number/)],
    ["?final=yes", "final: true or false"],
  ])("%s", (query, problem) => {
    expect(problemsOf(`page-views/page_view_counts${query}`)).toEqual([problem]);
  });

  test("are told of a table without groups that is asked for its latest", () => {
    expect(problemsOf("user-events/user_profiles?latest=true")).toEqual([
      "latest: nothing: rows of user_profiles have no groups, or no time",
    ]);
  });

  test("are told of a column that is personal as of an unknown one", () => {
    expect(problemsOf("user-events/user_profiles?user_id=1")).toEqual([
      expect.stringMatching(/^user_id: no such parameter/),
    ]);
  });
});
