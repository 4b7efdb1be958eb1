import { describe, expect, it } from "vitest";
import type { Row } from "../../../../apps/metrics/page/contract/frames.ts";
import { LiveTables, type TableFrame } from "../../../../apps/metrics/page/state/live-tables.ts";
import type { RowChange } from "../../../../apps/metrics/page/state/row-changes.ts";
import { countRow, pageViews } from "../../../helpers/page-scenario.ts";

const now = Date.parse("2026-03-01T12:00:00.000Z");
const table = "page_view_counts";

describe("LiveTables", () => {
  it("say when what was stored is all here", () => {
    const tables = newTables();
    tables.take(backfill([countRow(now, 1, "N1", 4)], false));
    expect(tables.isLoaded(table)).toBe(false);
    tables.take(backfill([countRow(now, 1, "E14", 4)], true));
    expect(tables.isLoaded(table)).toBe(true);
  });

  it("are not whole before their rows are shown", () => {
    const later: (() => void)[] = [];
    const tables = new LiveTables(pageViews, (action) => void later.push(action));
    tables.take(backfill([countRow(now, 1, "N1", 4)], true));
    expect([tables.isLoaded(table), tables.version(table)]).toEqual([false, 0]);
    for (const action of later) action();
    expect([tables.isLoaded(table), tables.version(table)]).toEqual([true, 1]);
  });

  it("hold rows back while paused and count them", () => {
    const tables = newTables();
    tables.pause(now);
    tables.take(rows([countRow(now, 1, "N1", 4), countRow(now, 1, "E14", 4)]));
    expect(tables.held.value).toBe(2);
    expect([...tables.rows(table)]).toEqual([]);
  });

  it("apply what they held when they go on", () => {
    const tables = newTables();
    tables.pause(now);
    tables.take(rows([countRow(now, 1, "N1", 4)]));
    expect(tables.resume()).toBe(false);
    expect([...tables.rows(table)]).toEqual([countRow(now, 1, "N1", 4)]);
  });

  it("ask for rows anew after too long a pause", () => {
    const tables = newTables();
    tables.pause(now);
    const many = Array.from({ length: 60_000 }, () => countRow(now, 1, "N1", 4));
    tables.take(rows(many));
    expect(tables.resume()).toBe(true);
  });

  it("tell changes of live rows with what was before", () => {
    const tables = newTables();
    const told: RowChange[] = [];
    tables.changes.subscribe((changes) => void told.push(...changes));
    tables.take(backfill([countRow(now, 1, "N1", 4)], true));
    tables.take(rows([countRow(now, 1, "N1", 5)]));
    expect(told).toEqual([
      { domain: "page-views", table, before: countRow(now, 1, "N1", 4), after: countRow(now, 1, "N1", 5) },
    ]);
  });

  it("forget old windows but no state", () => {
    const tables = newTables();
    const reader = { page: "/a", current_readers: 3, updated_at: "2020-01-01T00:00:00.000Z" };
    tables.take(rows([countRow(now, 90, "N1", 4)]));
    tables.take({ type: "rows", data: { domain: "page-views", table: "readers", rows: [reader], at: "" } });
    tables.forgetBefore(now - 60 * 60_000);
    expect([[...tables.rows(table)], [...tables.rows("readers")]]).toEqual([[], [reader]]);
  });

  it("pass over frames of other domains", () => {
    const tables = newTables();
    tables.take({ type: "rows", data: { domain: "iot", table, rows: [countRow(now, 1, "N1", 4)], at: "" } });
    expect([...tables.rows(table)]).toEqual([]);
  });
});

function newTables(): LiveTables {
  return new LiveTables(pageViews, (action) => action());
}

function rows(some: readonly Row[]): TableFrame {
  return { type: "rows", data: { domain: "page-views", table, rows: some, at: "" } };
}

function backfill(some: readonly Row[], is_last: boolean): TableFrame {
  return { type: "backfill", data: { domain: "page-views", table, rows: some, is_last } };
}
