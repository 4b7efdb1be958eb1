import type { ServedTablePlan } from "@millrace/domain";
import type { JsonRow } from "../live/row-json.ts";
import type { Lags } from "../pipeline/lags.ts";
import type { RowsPage } from "../query/rows-reader.ts";

/** What a query for rows answers. */
export interface RowsAnswer {
  readonly domain: string;
  readonly table: string;
  readonly rows: readonly JsonRow[];
  readonly next_cursor: string | null;
  /** When the rows were read. */
  readonly as_of: string;
  readonly event_time_lag_ms: number | null;
  readonly processing_lag_ms: number | null;
  readonly newest_event_at: string | null;
}

/** What an answer is made of. */
export interface Answered {
  readonly table: Pick<ServedTablePlan, "domain" | "name">;
  readonly page: RowsPage;
  readonly lags: Lags;
  readonly readAt: Date;
}

/** The answer as JSON has it. */
export function rowsAnswer({ table, page, lags, readAt }: Answered): RowsAnswer {
  return {
    domain: table.domain,
    table: table.name,
    rows: page.rows,
    next_cursor: page.nextCursor,
    as_of: readAt.toISOString(),
    event_time_lag_ms: lags.eventTimeLagMs,
    processing_lag_ms: lags.processingLagMs,
    newest_event_at: lags.newestEventAt,
  };
}

/** What an answer says besides its rows, as headers: a CSV has no other place for it, and a 304 has no body. */
export function rowsHeaders({ page, lags, readAt }: Answered): Readonly<Record<string, string>> {
  return {
    "Millrace-As-Of": readAt.toISOString(),
    "Millrace-Event-Time-Lag-Ms": String(lags.eventTimeLagMs ?? ""),
    "Millrace-Processing-Lag-Ms": String(lags.processingLagMs ?? ""),
    "Millrace-Newest-Event-At": lags.newestEventAt ?? "",
    ...(page.nextCursor === null ? {} : { "Millrace-Next-Cursor": page.nextCursor }),
  };
}
