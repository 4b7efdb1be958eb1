import { setTimeout as delay } from "node:timers/promises";
import type { Plan, TablePlan } from "@millrace/domain";
import { readTopicRows, type TopicRow, type TopicSource } from "./topic-rows.ts";

/** The rows that one result table holds. */
export interface TableRows {
  readonly table: string;
  readonly topic: string;
  /** The columns that hold instants, as milliseconds since the epoch. */
  readonly instants: ReadonlySet<string>;
  readonly rows: readonly TopicRow[];
}

/** The domains of which the publisher emits samples: their statements are started first. */
export const sampledDomains: ReadonlySet<string> = new Set(["page-views"]);

/** Whether the plan has a domain of which the publisher emits samples. */
export function hasSamples({ events }: Pick<Plan, "events">): boolean {
  return events.some(({ domain }) => sampledDomains.has(domain));
}

/** What is waited for. */
export interface FirstResultsOptions {
  /**
   * `every` aggregate that samples reach has rows, as on a first start with samples; `any` has, as on a later one; `none` where no events are
   * on their way: then only what is there already is looked at.
   */
  readonly until: "every" | "any" | "none";
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Waits until the aggregates that samples reach have committed rows, at most `timeoutMs`, and gives the rows of those
 * domains' result tables that have some; of a plan without such domains those of all.
 */
export async function firstResults(
  plan: Plan,
  source: TopicSource,
  { until, timeoutMs, signal }: FirstResultsOptions,
): Promise<readonly TableRows[]> {
  const tables = plan.tables.filter(
    ({ role, domain }) => role === "result" && (sampledDomains.has(domain) || !hasSamples(plan)),
  );
  // A table with a count answers for every window; the others, such as late rows, may rightly stay empty.
  const awaited = tables.filter((table) => table.columns.some((column) => column.name === "window_end"));
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await Promise.all(tables.map((table) => rowsOf(table, source, signal)));
    const filled = awaited.filter(({ name }) =>
      found.some(({ table, rows }) => table === name && rows.length > 0),
    );
    const isEnough = { every: filled.length === awaited.length, any: filled.length > 0, none: true }[until];
    if (isEnough || Date.now() >= deadline) return found.filter(({ rows }) => rows.length > 0);
    await delay(100, undefined, signal === undefined ? {} : { signal });
  }
}

/** The rows as text: a heading a table, then its last rows. */
export function formatResults(results: readonly TableRows[], rowsEach = 6): string {
  if (results.length === 0) return "No result is committed yet.";
  return results
    .map(({ table, topic, rows, instants }) => {
      const shown = rows.slice(-rowsEach).map(({ value }) => `  ${formatRow(value, instants)}`);
      return `${table} (${rows.length} rows in ${topic})\n${shown.join("\n")}`;
    })
    .join("\n");
}

/** `window_start=2026-01-15T10:00:00.000Z postcode=SW19 …` */
function formatRow(value: unknown, instants: ReadonlySet<string>): string {
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(
      ([name, each]) => `${name}=${instants.has(name) ? new Date(Number(each)).toISOString() : String(each)}`,
    )
    .join(" ");
}

async function rowsOf(
  { name, topic, columns }: TablePlan,
  source: TopicSource,
  signal?: AbortSignal,
): Promise<TableRows> {
  const instants = columns.filter(({ type }) => type.startsWith("TIMESTAMP")).map((column) => column.name);
  const rows: TopicRow[] = [];
  for await (const row of readTopicRows(source, topic, signal)) rows.push(row);
  return { table: name, topic, instants: new Set(instants), rows };
}
