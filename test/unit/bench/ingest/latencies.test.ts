import { expect, it } from "vitest";
import { Latencies } from "../../../bench/ingest/latencies.ts";

it("names the time below which a part of the answers came", () => {
  const latencies = new Latencies();
  for (let ms = 100_000; ms >= 1; ms--) latencies.add(ms);
  expect(latencies.summary()).toEqual({
    count: 100_000,
    p50: 50_000,
    p99: 99_000,
    p999: 99_900,
    max: 100_000,
  });
});

it("is all zero without an answer", () => {
  expect(new Latencies().summary()).toEqual({ count: 0, p50: 0, p99: 0, p999: 0, max: 0 });
});
