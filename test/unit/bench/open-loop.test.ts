import { expect, it } from "vitest";
import { openLoop } from "../../bench/open-loop.ts";

it("begins every action at its due time or later", async () => {
  const early: number[] = [];
  const numbers: number[] = [];
  await openLoop({ perSecond: 200, seconds: 0.1 }, async (number, dueMs) => {
    numbers.push(number);
    if (performance.now() < dueMs) early.push(number);
  });
  expect(numbers).toEqual(Array.from({ length: 20 }, (_, at) => at));
  expect(early).toEqual([]);
});
