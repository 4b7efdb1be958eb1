import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PageViewClone } from "../../bench/page-view-clone.ts";
import { parseWorkbenchOptions } from "../../bench/workbench-options.ts";
import { formatWorkbench } from "../../bench/workbench-report.ts";

it("runs three suites of thirty tests and ten saves by default", () => {
  expect(parseWorkbenchOptions([])).toEqual({ suites: 3, tests: 30, saves: 10, json: false });
});

it("refuses a number of saves that is none", () => {
  expect(() => parseWorkbenchOptions(["--saves", "0"])).toThrow('--saves is "0", expected a whole number');
});

it("shows cold and warm tests, and each step of a save", () => {
  const text = formatWorkbench({
    suites: [{ totalMs: 9_000, flinkMs: 2_000, testMs: [1_000, 400, 200] }],
    saves: [
      { runningMs: 1_500, totalMs: 2_000, stepMs: { lint: 100, apply: 1_500 } },
      { runningMs: 2_500, totalMs: 3_000, stepMs: { lint: 300, apply: 2_500 } },
    ],
  });
  expect(text).toMatch(/^command with 3 tests, to its end +9 +9 +9$/m);
  expect(text).toMatch(/^every further test +0\.3 +0\.2 +0\.4$/m);
  expect(text).toMatch(/^from save to running +2 +1\.5 +2\.5$/m);
  expect(text).toMatch(/^to its first checkpoint +2\.5 +2 +3$/m);
  expect(text).toMatch(/^of it apply +2 +1\.5 +2\.5$/m);
});

it("copies a domain with as many tests as wanted, and takes the copy away", () => {
  const clone = new PageViewClone();
  {
    using used = clone;
    used.multiplyTests(30);
    expect(readdirSync(join(used.root, "sql/page-views/tests"))).toHaveLength(30);
    used.saveStatelessChange(7);
    const late = readFileSync(join(used.root, "sql/page-views/page_views_late.sql"), "utf8");
    expect(late).toContain("WHERE webpage <> 'hidden-7' AND window_time <=");
  }
  expect(existsSync(clone.root)).toBe(false);
});
