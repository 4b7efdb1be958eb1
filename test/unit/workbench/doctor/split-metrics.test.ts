import { expect, test } from "vitest";
import { metricName, toSplits } from "../../../../packages/workbench/src/doctor/gather/split-metrics.ts";

const name = (partition: number, metric: string) =>
  `0.Source__page_views[20].split.test_streaming_page-view-${partition}.watermark.${metric}`;

test("a reader's metrics are brought together by partition", () => {
  const metrics = new Map([
    [name(0, "currentWatermark"), "1768485600000"],
    [name(0, "idleTimeMsPerSecond"), "1000"],
    [name(1, "currentWatermark"), "-9223372036854775808"],
    [name(1, "idleTimeMsPerSecond"), "412"],
    ["0.Source__page_views[20].numRecordsOut", "7"],
  ]);
  const topic = metricName("test.streaming.page-view");
  expect(toSplits(metrics)).toEqual([
    { topic, partition: 0, watermark: 1_768_485_600_000, isIdle: true },
    { topic, partition: 1, watermark: undefined, isIdle: false },
  ]);
});
