/** Windows that can be picked, in minutes. */
export const windows = [15, 60, 360, 1440, 10_080] as const;

/** How many groups a chart and its ranking show. */
export const groupLimits = [5, 10, 20] as const;

/** By what groups are ranked over the window. */
export type RankBy = "total" | "peak" | "newest";

/** What of the page stands in its address, so that a link shows the same and back goes back. */
export interface UrlState {
  /** Absent: the first domain. */
  readonly domain?: string;
  readonly minutes: number;
  readonly top: number;
  /** Absent: what suits the measure. */
  readonly by?: RankBy;
  /** The measure that is drawn, by panel; the first where a panel is not named. */
  readonly measures: Readonly<Record<string, string>>;
  /** Panels that are shown as a table. */
  readonly asTable: readonly string[];
}

/** What the page shows when its address says nothing. */
export const defaultUrlState: UrlState = { minutes: 60, top: 5, measures: {}, asTable: [] };

/** Reads what a query says; what it says that cannot be is left out. */
export function parseUrlState(search: string): UrlState {
  const query = new URLSearchParams(search);
  const domain = query.get("domain");
  const by = query.get("by");
  return {
    ...(domain === null || domain === "" ? {} : { domain }),
    minutes: oneOf(windows, query.get("minutes"), defaultUrlState.minutes),
    top: oneOf(groupLimits, query.get("top"), defaultUrlState.top),
    ...(isRankBy(by) ? { by } : {}),
    measures: Object.fromEntries(
      query.getAll("measure").flatMap((each) => {
        const [panel, column] = each.split(":");
        return panel && column ? [[panel, column]] : [];
      }),
    ),
    asTable: query.getAll("table").filter((name) => name !== ""),
  };
}

/** The query that {@link parseUrlState} reads back; empty for the defaults, else with its question mark. */
export function formatUrlState({ domain, minutes, top, by, measures, asTable }: UrlState): string {
  const query = new URLSearchParams();
  if (domain !== undefined) query.set("domain", domain);
  if (minutes !== defaultUrlState.minutes) query.set("minutes", String(minutes));
  if (top !== defaultUrlState.top) query.set("top", String(top));
  if (by !== undefined) query.set("by", by);
  for (const [panel, column] of Object.entries(measures)) query.append("measure", `${panel}:${column}`);
  for (const panel of asTable) query.append("table", panel);
  const text = query.toString().replaceAll("%3A", ":");
  return text === "" ? "" : `?${text}`;
}

function oneOf(choices: readonly number[], text: string | null, otherwise: number): number {
  return choices.find((choice) => String(choice) === text) ?? otherwise;
}

function isRankBy(text: string | null): text is RankBy {
  return text === "total" || text === "peak" || text === "newest";
}
