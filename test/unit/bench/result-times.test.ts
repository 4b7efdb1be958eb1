import { expect, it } from "vitest";
import { ResultTimes } from "../../bench/result-times.ts";

it("matches the n-th page view with a count of n", () => {
  const times = new ResultTimes();
  for (const at of [100, 200, 300]) times.accepted("10:00 SW19", at);
  times.counted("10:00 SW19", 2, 1000);
  times.counted("10:00 SW19", 3, 2000);
  expect(times.delays(0)).toEqual([900, 800, 1700]);
});

it("ranks page views by the time of their acceptance", () => {
  const times = new ResultTimes();
  times.accepted("a", 200);
  times.accepted("a", 100);
  times.counted("a", 1, 1000);
  times.counted("a", 2, 1200);
  expect(times.delays(0)).toEqual([900, 1000]);
});

it("leaves out what was accepted before", () => {
  const times = new ResultTimes();
  times.accepted("a", 100);
  times.accepted("a", 200);
  times.counted("a", 2, 1000);
  expect(times.delays(150)).toEqual([800]);
});

it("knows how many page views wait for a count", () => {
  const times = new ResultTimes();
  times.accepted("a", 100);
  times.accepted("b", 100);
  times.counted("a", 1, 1000);
  times.counted("a", 1, 1100);
  expect(times.open).toBe(1);
});
