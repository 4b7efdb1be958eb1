import { expect, test } from "vitest";
import { mergePartitions } from "../../../../packages/workbench/src/diff/topic-script.ts";

const at = (partition: number, timeMs: number) => ({ partition, timeMs });

test("partitions are merged as far as each has come", () => {
  const merged = mergePartitions([at(0, 1), at(0, 5), at(0, 3), at(1, 2), at(1, 4), at(1, 6)]);
  expect(merged.map(({ partition, timeMs }) => `${partition}:${timeMs}`)).toEqual([
    "0:1",
    "1:2",
    "1:4",
    "0:5",
    "0:3",
    "1:6",
  ]);
});
