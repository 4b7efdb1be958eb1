import type { Catalog, CatalogDomain, CatalogTable } from "../../apps/metrics/page/contract/catalog.ts";
import type { Frame, Row } from "../../apps/metrics/page/contract/frames.ts";
import type { PartStatus, PipelineReport } from "../../apps/metrics/src/pipeline/report.ts";

const minute = 60_000;
const time = { type: "timestamptz", nullable: false };
const number = { type: "bigint", nullable: false };

/** A table of minute windows that are corrected until they are final. */
export const countsTable: CatalogTable = {
  name: "page_view_counts",
  changelogMode: "upsert",
  primaryKey: ["window_start", "postcode"],
  columns: [
    { name: "window_start", ...time },
    { name: "postcode", type: "text", nullable: false },
    { name: "window_end", ...time },
    { name: "page_view_count", ...number },
    { name: "revenue", ...number, unit: "EUR", isMinorUnits: true },
  ],
  isWindow: true,
  timeColumn: "window_start",
  groupColumns: ["postcode"],
  measures: ["page_view_count", "revenue"],
  finality: "paired",
  finalTable: "page_view_counts_final",
};

const stateTable: CatalogTable = {
  name: "readers",
  changelogMode: "upsert",
  primaryKey: ["page"],
  columns: [
    { name: "page", type: "text", nullable: false },
    { name: "current_readers", ...number },
    { name: "updated_at", ...time },
  ],
  isWindow: false,
  timeColumn: "updated_at",
  groupColumns: ["page"],
  measures: ["current_readers"],
  finality: "never",
};

const lateTable: CatalogTable = {
  name: "page_views_late",
  changelogMode: "append",
  primaryKey: ["event_id"],
  columns: [
    { name: "event_id", type: "text", nullable: false },
    { name: "viewed_at", ...time },
    { name: "postcode", type: "text", nullable: true },
    { name: "is_counted", type: "boolean", nullable: false },
  ],
  isWindow: false,
  timeColumn: "viewed_at",
  groupColumns: ["event_id"],
  measures: [],
  finality: "always",
};

/** A domain with a panel of every kind. */
export const pageViews: CatalogDomain = {
  name: "page-views",
  tables: [countsTable, stateTable, lateTable],
  panels: [
    {
      name: "page_view_counts",
      title: "Page views a minute",
      doc: "How many pages were seen in each postcode, minute by minute.",
      table: "page_view_counts",
      kind: "line",
      timeColumn: "window_start",
      groupColumns: ["postcode"],
      measures: [
        { column: "page_view_count", title: "Page views" },
        { column: "revenue", title: "Revenue", unit: "EUR", isMinorUnits: true },
      ],
    },
    {
      name: "newest_window",
      title: "Newest window",
      table: "page_view_counts",
      kind: "number",
      timeColumn: "window_start",
      groupColumns: [],
      measures: [
        { column: "page_view_count", title: "Page views" },
        { column: "revenue", title: "Revenue", unit: "EUR", isMinorUnits: true },
      ],
    },
    {
      name: "readers",
      title: "Readers now",
      table: "readers",
      kind: "bar",
      timeColumn: "updated_at",
      groupColumns: ["page"],
      measures: [{ column: "current_readers", title: "Readers" }],
    },
    {
      name: "page_views_late",
      title: "Late page views",
      table: "page_views_late",
      kind: "table",
      timeColumn: "viewed_at",
      groupColumns: [],
      measures: [],
    },
    { name: "raw", title: "Raw page views", table: "raw", kind: "table", groupColumns: [], measures: [] },
  ],
  events: [
    {
      name: "page-view",
      path: "/api/events/page-views/page-view",
      schema: {
        type: "object",
        required: ["user_id", "postcode"],
        properties: {
          user_id: { type: "integer" },
          postcode: { type: "string" },
          timestamp: { type: "integer", description: "When the page was seen, in epoch seconds." },
        },
      },
      example: { user_id: 1234, postcode: "SW19", timestamp: 1_611_662_684 },
      event_time: { attribute: "timestamp", unit: "seconds" },
      columns: { user_id: "user_id", postcode: "postcode", timestamp: "viewed_at" },
    },
  ],
};

/** A catalog of two domains, one of them with rows. */
export const catalog: Catalog = {
  stage: "test",
  publisher_url: "http://127.0.0.1:8080",
  domains: [pageViews, { name: "live-streams", tables: [], panels: [], events: [] }],
};

const postcodes = ["SW19", "N1", "E14", "SE1", "W1A", "NW3", "EC2"];

/** A window's row: `ago` minutes before `now`; those of the last three minutes can still change. */
export function countRow(now: number, ago: number, postcode: string, count: number): Row {
  const start = Math.floor(now / minute) * minute - ago * minute;
  return {
    window_start: new Date(start).toISOString(),
    window_end: new Date(start + minute).toISOString(),
    postcode,
    page_view_count: count,
    revenue: count * 137,
    is_final: ago > 3,
    as_of: new Date(now).toISOString(),
  };
}

/** An hour of windows, readers of some pages and two late rows. */
export function backfillOf(now: number): readonly Frame[] {
  const windows = Array.from({ length: 58 }, (_, ago) => ago).flatMap((ago) =>
    postcodes
      .filter((_, index) => (ago * 7 + index * 3) % 11 !== 0)
      .map((postcode, index) => countRow(now, ago, postcode, countAt(ago, index))),
  );
  const readers = Array.from({ length: 9 }, (_, index) => ({
    page: `/article-${index + 1}`,
    current_readers: 90 - index * 9,
    updated_at: new Date(now - index * 4_000).toISOString(),
    is_final: false,
  }));
  const late = [1, 2].map((index) => ({
    event_id: `6f1c${index}`,
    viewed_at: new Date(now - index * 9 * minute).toISOString(),
    postcode: "SW19",
    is_counted: index === 1,
    is_final: true,
  }));
  return [filled("page_view_counts", windows), filled("readers", readers), filled("page_views_late", late)];
}

/** An empty backfill of every table. */
export const emptyBackfill: readonly Frame[] = pageViews.tables.map(({ name }) => filled(name, []));

function countAt(ago: number, index: number): number {
  return Math.round(24 - index * 2.6 + 8 * Math.sin(ago / 7 + index) + ((ago * 13 + index * 5) % 6));
}

function filled(table: string, rows: readonly Row[]): Frame {
  return { type: "backfill", data: { domain: "page-views", table, rows, is_last: true } };
}

/** What a report is to say. */
export interface ReportFacts {
  readonly now: number;
  /** Milliseconds since the newest event. Default 2,000. */
  readonly eventAgeMs?: number;
  /** Default 0. */
  readonly processingLagMs?: number;
  /** Milliseconds since the newest event that is in results. Default: both of these together. */
  readonly processedAgeMs?: number;
  /** Parts that are not up. */
  readonly parts?: Readonly<Record<string, PartStatus>>;
}

/** A report of a pipeline that does well, but for what is said otherwise. */
export function reportOf({
  now,
  eventAgeMs = 2_000,
  processingLagMs = 0,
  processedAgeMs = eventAgeMs + processingLagMs,
  parts = {},
}: ReportFacts): PipelineReport {
  const status = (name: string): PartStatus => parts[name] ?? "UP";
  const at = (ms: number) => new Date(ms).toISOString();
  return {
    at: at(now),
    parts: [
      { name: "publisher", status: status("publisher"), rate_per_second: 42.5 },
      { name: "kafka", status: status("kafka"), rate_per_second: 97, detail: "3 of 3 brokers answer" },
      { name: "flink", status: status("flink"), lag_records: 12 },
      { name: "connect", status: status("connect"), rate_per_second: 14, lag_records: 3 },
      { name: "store", status: status("store") },
    ],
    domains: ["page-views", "live-streams"].map((name) => ({
      name,
      newest_event_at: at(now - eventAgeMs),
      processed_event_at: at(now - processedAgeMs),
      event_time_lag_ms: processedAgeMs,
      processing_lag_ms: processingLagMs,
      events_per_second: eventAgeMs > 10_000 ? 0 : 42.5,
      flink: {
        status: status("flink"),
        last_checkpoint_at: at(now - 700),
        checkpoint_ms: 38,
        lag_records: 12,
      },
      connect: { status: status("connect"), lag_records: 3 },
      late_rows: 17,
      dead_letters: 2,
    })),
  };
}
