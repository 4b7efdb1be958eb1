import { compileEvent } from "@millrace/events";
import { partitionOf } from "@millrace/kafka";
import { pageViewSamples } from "@millrace/publisher";
import { describe, expect, test } from "vitest";
import { pageViewEvent } from "./page-view-event.ts";

const nowMs = 1_611_662_700_123;
const samples = pageViewSamples(nowMs);
const [early, closing] = [samples.slice(0, 8), samples.slice(8)];

describe("pageViewSamples", () => {
  test("gives ten valid page views with distinct ids", () => {
    expect(samples).toHaveLength(10);
    expect(new Set(samples.map(({ event_id }) => event_id)).size).toBe(10);
    const codec = compileEvent(pageViewEvent());
    for (const sample of samples)
      expect(codec.parse(sample, nowMs)).toMatchObject({ ok: true, event: { id: sample.event_id } });
  });

  test("gives the same page views for the same time", () => {
    expect(pageViewSamples(nowMs)).toEqual(samples);
    expect(pageViewSamples(nowMs + 1)[0]?.event_id).not.toBe(samples[0]?.event_id);
  });

  test("spreads eight over three postcodes and three minutes", () => {
    expect(new Set(early.map(({ postcode }) => postcode)).size).toBe(3);
    expect(new Set(early.map(({ timestamp }) => Math.floor(timestamp / 60))).size).toBe(3);
  });

  test("ends the windows of eight at least 31 minutes ago", () => {
    for (const { timestamp } of early) {
      const windowEndMs = (Math.floor(timestamp / 60) + 1) * 60_000;
      expect(nowMs - windowEndMs).toBeGreaterThanOrEqual(31 * 60_000);
    }
  });

  test("closes the windows on both partitions now", () => {
    const partitions = closing.map(({ postcode }) => partitionOf(Buffer.from(postcode), 2));
    expect(new Set(partitions)).toEqual(new Set([0, 1]));
    expect(closing.map(({ timestamp }) => timestamp)).toEqual([1_611_662_700, 1_611_662_700]);
  });

  test("gives any number of page views", () => {
    expect([0, 1, 2, 25].map((count) => pageViewSamples(nowMs, count).length)).toEqual([0, 1, 2, 25]);
  });
});
