import { expect, test } from "vitest";
import type { Row } from "../../../../../apps/metrics/page/contract/frames.ts";
import { type FollowedEvent, followRows } from "../../../../../apps/metrics/page/publish/follow-event.ts";
import { sale, shop } from "./sample-domain.ts";

const posted: FollowedEvent = {
  event: sale,
  payload: { city: "Bern", sold_at: Date.UTC(2026, 0, 15, 10, 30, 5) / 1000 },
  eventId: "e1",
  sentAt: 1_000,
  acceptedAt: 1_010,
  place: "t, partition 0, offset 1",
  isDuplicate: false,
  rows: [],
};
const row: Row = {
  window_start: "2026-01-15T10:30:00.000Z",
  window_end: "2026-01-15T10:31:00.000Z",
  town: "Bern",
  sale_count: 5,
  is_final: false,
};
const follow = (after: Row, before?: Row, event = posted, table = "sales_per_town") =>
  followRows(event, shop, [{ domain: "shop", table, after, ...(before && { before }) }], 2_500);

test("an event is followed to the row of its group and minute", () => {
  expect(follow(row, { ...row, sale_count: 4 }).rows).toEqual([
    {
      table: "sales_per_town",
      key: { window_start: row["window_start"], town: "Bern" },
      changes: [{ column: "sale_count", before: 4, after: 5 }],
      isFinal: false,
      afterMs: 1_500,
    },
  ]);
});

test("rows of other groups and minutes are not told", () => {
  const earlier = { ...row, window_start: "2026-01-15T10:29:00.000Z", window_end: row["window_start"] ?? "" };
  expect(follow({ ...row, town: "Basel" })).toBe(posted);
  expect(follow(earlier)).toBe(posted);
});

test("a row that did not change is not told", () => {
  expect(follow(row, row)).toBe(posted);
});

test("a later change leaves the first one standing", () => {
  const first = follow(row, { ...row, sale_count: 4 });
  const second = follow({ ...row, sale_count: 9, is_final: true }, row, first);
  expect(second.rows).toEqual([{ ...first.rows[0], isFinal: true }]);
});

test("a late event is known by its id", () => {
  const late = follow({ event_id: "e1", town: "Bern" }, undefined, posted, "sales_late");
  expect(late.rows.map(({ table }) => table)).toEqual(["sales_late"]);
  expect(follow({ event_id: "e2", town: "Bern" }, undefined, posted, "sales_late")).toBe(posted);
});
