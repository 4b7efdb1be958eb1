import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type RandomEvent,
  randomStreams,
} from "../../../../packages/workbench/src/sql-test/property/random-stream.ts";
import { property } from "./page-view-tests.ts";

const graceMs = 30 * 60_000;

function sample(shares: string): readonly RandomEvent[] {
  const streams = randomStreams(
    property(`property:
  table: page_views
  events: 200
  span: 4 hours
  vary: { postcode: [SW19, E14], user_id: [1, 2, 3] }
  ${shares}
  holds: {}
`),
  );
  return fc.sample(streams, { numRuns: 20, seed: 1 }).flat();
}

/** How far each event is behind the newest one before it. */
function behind(events: readonly RandomEvent[]): number[] {
  let newest = Number.NEGATIVE_INFINITY;
  return events.map(({ atMs }) => {
    newest = Math.max(newest, atMs);
    return newest - atMs;
  });
}

describe("random streams", () => {
  test("have late, disordered and double events in their shares", () => {
    const events = sample("late: 30%\n  out_of_order: 30%\n  duplicates: 20%");
    const share = (count: number) => Math.round((count / events.length) * 10);
    expect(share(behind(events).filter((ms) => ms >= graceMs).length)).toBeGreaterThanOrEqual(3);
    expect(share(events.filter(({ times }) => times === 2).length)).toBe(2);
  });

  test("are in order where nothing else is asked for", () => {
    const stream = sample("late: 0%\n  out_of_order: 0%\n  duplicates: 0%").slice(0, 20);
    const order = stream.map(({ atMs }) => atMs);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(stream.every(({ times }) => times === 1)).toBe(true);
  });

  test("take the given values at times that the door takes", () => {
    const events = sample("late: 10%");
    expect(new Set(events.map(({ values }) => values["postcode"]))).toEqual(new Set(["SW19", "E14"]));
    expect(new Set(events.map(({ values }) => values["user_id"]))).toEqual(new Set([1, 2, 3]));
    expect(events.every(({ atMs }) => atMs % 1000 === 0)).toBe(true);
  });
});
