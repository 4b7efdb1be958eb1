import { expect, it } from "vitest";
import { halvesOf, MemoryWatch } from "../../../bench/ingest/memory-watch.ts";

it("tells the most of each half of a run", () => {
  expect(halvesOf([5, 9, 7, 6])).toEqual({ first: 9, second: 7 });
  expect(halvesOf([5, 9, 7])).toEqual({ first: 9, second: 9 });
  expect(halvesOf([])).toEqual({ first: 0, second: 0 });
});

it("looks at a process from its making on", () => {
  using watch = new MemoryWatch(process.pid);
  expect(watch.halves().first).toBeGreaterThan(1024 * 1024);
});
