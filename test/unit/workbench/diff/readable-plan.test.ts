import { expect, test } from "vitest";
import { readablePlan } from "../../../../packages/workbench/src/diff/readable-plan.ts";

test("parts used again are named, not numbered", () => {
  const explained = [
    "MiniBatchAssigner(interval=[60000ms], mode=[RowTime])(reuse_id=[2])",
    "+- TableSourceScan(table=[[t]])",
    "Sink(table=[u])",
    "+- Reused(reference_id=[2])",
  ];
  expect(readablePlan(explained.join("\n"))).toBe(
    [
      "MiniBatchAssigner(interval=[60000ms], mode=[RowTime])  (used more than once)",
      "+- TableSourceScan(table=[[t]])",
      "Sink(table=[u])",
      "+- that MiniBatchAssigner again",
    ].join("\n"),
  );
});
