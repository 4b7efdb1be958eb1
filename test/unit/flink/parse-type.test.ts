import { formatType, parseType } from "@millrace/flink";
import { expect, test } from "vitest";

test.each([
  "BIGINT NOT NULL",
  "STRING",
  "VARCHAR(7)",
  "BYTES",
  "DECIMAL(10, 2)",
  "TIMESTAMP_LTZ(3) NOT NULL",
  "INTERVAL DAY TO SECOND",
  "MAP<STRING NOT NULL, ARRAY<INT>>",
  "ROW<`a b` INT NOT NULL, `c` MULTISET<CHAR(1)>> NOT NULL",
  "RAW",
])("%s is read and written the same", (sql) => {
  expect(formatType(parseType(sql))).toBe(sql);
});

test("words may be written in any case and form", () => {
  expect(formatType(parseType("row<id integer, p double precision null, i interval year(4) to month>"))).toBe(
    "ROW<`id` INT, `p` DOUBLE, `i` INTERVAL YEAR TO MONTH>",
  );
});

test.each([
  ["MAP<INT>", "expected a key type and a value type"],
  ["BIGNUM", "expected a type instead of BIGNUM"],
  ["INT INT", "expected nothing before INT"],
  ["ARRAY<INT", "found the end"],
  ["INT %", "nothing fits at character 4"],
])("%s is refused with its place", (sql, problem) => {
  expect(() => parseType(sql)).toThrow(problem);
});
