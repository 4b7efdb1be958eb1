import { expect, it } from "vitest";
import { parseSummary } from "../../../bench/ingest/ceiling.ts";

const output =
  "100 records sent, 20.0 records/sec (0.00 MB/sec), 3.0 ms avg latency, 9.0 ms max latency.\n" +
  "500000 records sent, 480307.4 records/sec (45.81 MB/sec), 12.50 ms avg latency, 231.00 ms max latency, " +
  "9 ms 50th, 40 ms 95th, 55 ms 99th, 61 ms 99.9th.\n";

it("reads the summary of Kafka's own tool", () => {
  expect(parseSummary(output, 500_000)).toEqual({
    records: 500_000,
    eventsPerSecond: 480_307.4,
    p50: 9,
    p99: 55,
    p999: 61,
  });
});

it("takes no summary that the topic contradicts", () => {
  expect(() => parseSummary(output, 499_999)).toThrow(
    "kafka-producer-perf-test wrote 499999 records and said:",
  );
});
