import type { StackAddresses } from "./millrace.ts";

/** A row as the query API tells it: columns, and what is known of the row. */
export type ApiRow = Readonly<Record<string, unknown>> & {
  readonly as_of: string;
  readonly is_final?: boolean;
};

/** An answer of the query API. */
export interface ApiAnswer {
  readonly status: number;
  readonly rows: readonly ApiRow[];
  readonly body: Readonly<Record<string, unknown>>;
}

/** Asks the query API of a stack. @param path `/api/rows/page-views/page_view_counts?minutes=60` */
export async function askMetrics(stack: StackAddresses, path: string): Promise<ApiAnswer> {
  const response = await fetch(stack.metricsUrl + path);
  const body = (await response.json()) as Readonly<Record<string, unknown>>;
  return { status: response.status, rows: (body["rows"] ?? []) as readonly ApiRow[], body };
}
