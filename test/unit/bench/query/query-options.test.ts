import { expect, test } from "vitest";
import { parseQueryOptions } from "../../../bench/query/query-options.ts";
import { UsageError } from "../../../bench/usage-error.ts";

test("a whole run asks ten million rows and a thousand clients", () => {
  expect(parseQueryOptions([])).toMatchObject({
    rows: 10_000_000,
    rate: 500,
    clients: 1_000,
    postRate: 100,
    parts: new Set(["queries", "streams", "latency"]),
  });
});

test("a quick run is smaller, and what is said goes before", () => {
  expect(parseQueryOptions(["--quick", "--rows", "50"])).toMatchObject({ rows: 50, clients: 200, rounds: 1 });
});

test("an unknown part is refused by name", () => {
  expect(() => parseQueryOptions(["--parts", "queries,page"])).toThrow(UsageError);
});

test("help is no run", () => {
  expect(parseQueryOptions(["--help"])).toBeUndefined();
});
