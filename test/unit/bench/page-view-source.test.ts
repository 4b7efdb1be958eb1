import { partitionOf } from "@millrace/kafka";
import { expect, it } from "vitest";
import {
  closingPageView,
  eventsOf,
  type PageViewProfile,
  pageViewsOf,
  postcodesOf,
} from "../../bench/page-view-source.ts";

const profile: PageViewProfile = {
  events: 20_001,
  seed: 7,
  startMs: Date.parse("2026-01-15T10:00:00Z"),
  minutes: 100,
  postcodes: 500,
  partitions: 2,
};
const left = [...pageViewsOf(profile, 0)];

it("gives the same page views for a seed", () => {
  expect([...pageViewsOf(profile, 0)]).toEqual(left);
  expect([...pageViewsOf({ ...profile, seed: 8 }, 0)]).not.toEqual(left);
});

it("spreads all page views over the partitions", () => {
  expect([eventsOf(profile, 0), eventsOf(profile, 1)]).toEqual([10_001, 10_000]);
  expect(left).toHaveLength(10_001);
});

it("gives every partition its own postcodes", () => {
  expect(postcodesOf(profile, 0).length + postcodesOf(profile, 1).length).toBe(500);
  expect(left.every(({ postcode }) => partitionOf(Buffer.from(postcode), 2) === 0)).toBe(true);
});

it("keeps event time within the profile's minutes", () => {
  const minutes = left.map(({ viewed_at }) => (viewed_at - profile.startMs) / 60_000);
  expect(Math.min(...minutes)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...minutes)).toBeLessThan(100);
});

it("makes one in a hundred late within the grace", () => {
  let newest = 0;
  const behind = left.map(({ viewed_at }) => {
    newest = Math.max(newest, viewed_at);
    return newest - viewed_at;
  });
  const late = behind.filter((ms) => ms > 60_000);
  expect(late.length / left.length).toBeCloseTo(0.01, 2);
  expect(Math.max(...late)).toBeLessThan(30 * 60_000);
});

it("closes every window with its last page view", () => {
  const end = profile.startMs + 100 * 60_000;
  expect(closingPageView(profile, 1).viewed_at).toBeGreaterThan(end + 30 * 60_000);
});
