import { expect, it } from "vitest";
import { replaceLines } from "../../bench/flink-engines.ts";

it("replaces the lines that set a key", () => {
  expect(replaceLines('a: 1\nb.c: "x"\n', { "b.c": "y" })).toBe('a: 1\nb.c: "y"\n');
});

it("adds lines for keys that are not there", () => {
  expect(replaceLines("a: 1\n", { d: "2 s" })).toBe('a: 1\nd: "2 s"\n');
});
