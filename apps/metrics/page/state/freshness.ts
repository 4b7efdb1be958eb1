import type { DomainReport, PipelineReport } from "../../src/pipeline/report.ts";
import { partOf } from "../contract/part-of.ts";
import type { ConnectionState } from "../stream/connection.ts";

/**
 * How fresh a domain's numbers are.
 * `starting`: nothing is known yet, or parts have not answered yet since the service started. `quiet`: no events come, and all that came is shown. `behind`: results come, later than they should. `frozen`: events
 * come, or came, and results do not. `stopped`: a part that is needed is down. `silent`: the service is there but does not
 * say how the pipeline is. `lost`: the page has no connection.
 */
export type FreshnessKind =
  "starting" | "live" | "quiet" | "behind" | "frozen" | "stopped" | "silent" | "lost";

/** What the freshness badge shows. Ages are in milliseconds. */
export interface Freshness {
  readonly kind: FreshnessKind;
  /** Since the newest event's time. */
  readonly eventAgeMs?: number;
  /** How long it has been so, as far as the page has seen. */
  readonly sinceMs?: number;
  readonly eventTimeLagMs?: number;
  readonly processingLagMs?: number;
  /** Parts that are down; while starting those that have not answered yet. */
  readonly culprits: readonly string[];
}

/** What the page has seen of a domain's pipeline. Times are epoch milliseconds of this machine's clock. */
export interface Watch {
  readonly report?: PipelineReport;
  readonly reportAt?: number;
  /** This machine's clock minus the service's. */
  readonly skewMs: number;
  /** When the newest event was last seen to be a newer one. */
  readonly eventsMovedAt?: number;
  /** When results were last seen to move on, or to be complete. */
  readonly resultsMovedAt?: number;
  readonly lostAt?: number;
  readonly openedAt?: number;
}

/** From when on a state counts as one, in milliseconds. */
export const thresholds = {
  quietMs: 30_000,
  behindMs: 10_000,
  frozenMs: 20_000,
  silentMs: 10_000,
  hangingMs: 60_000,
} as const;

/** Nothing seen yet. */
export const emptyWatch: Watch = { skewMs: 0 };

/** Whether what the page knows of the pipeline is old: nobody says how it is now. */
export function isOld({ kind }: Pick<Freshness, "kind">): boolean {
  return kind === "lost" || kind === "silent";
}

/** What is known after another report. */
export function seeReport(watch: Watch, report: PipelineReport, domain: string, now: number): Watch {
  const before = domainOf(watch.report, domain);
  const after = domainOf(report, domain);
  const eventsMoved = (after?.events_per_second ?? 0) > 0 || isNewer(before, after);
  const resultsMoved =
    after?.processing_lag_ms === 0 || after?.processed_event_at !== before?.processed_event_at;
  return {
    ...watch,
    report,
    reportAt: now,
    skewMs: now - Date.parse(report.at),
    ...(eventsMoved ? { eventsMovedAt: now } : {}),
    ...(watch.eventsMovedAt === undefined ? { eventsMovedAt: newestAt(after, report, now) } : {}),
    ...(resultsMoved || watch.resultsMovedAt === undefined ? { resultsMovedAt: now } : {}),
  };
}

function isNewer(before: DomainReport | undefined, after: DomainReport | undefined): boolean {
  return before !== undefined && after?.newest_event_at !== before.newest_event_at;
}

/** By this machine's clock; a page that is opened while nothing comes need not watch for long to know it. */
function newestAt(domain: DomainReport | undefined, report: PipelineReport, now: number): number {
  if (domain === undefined || domain.newest_event_at === null || domain.events_per_second > 0) return now;
  return now - Math.max(0, Date.parse(report.at) - Date.parse(domain.newest_event_at));
}

/** What is known after the connection changed. */
export function seeConnection(watch: Watch, connection: ConnectionState, now: number): Watch {
  if (connection.kind === "open") {
    const { lostAt: _lostAt, ...found } = watch;
    return { ...found, openedAt: now };
  }
  return connection.kind === "connecting" || watch.lostAt !== undefined ? watch : { ...watch, lostAt: now };
}

/** How fresh what the page shows of a domain is at a moment; it ages while nothing comes. */
export function freshnessOf(watch: Watch, domain: string, now: number): Freshness {
  const { report, reportAt, lostAt } = watch;
  if (lostAt !== undefined) return { kind: "lost", sinceMs: now - lostAt, ...lagsOf(watch, domain, now) };
  if (report === undefined || reportAt === undefined) return { kind: "starting", culprits: [] };
  const lags = lagsOf(watch, domain, now);
  const silentMs = now - Math.max(reportAt, watch.openedAt ?? 0);
  const isSilent = silentMs > thresholds.silentMs;
  // To ask a part that hangs takes long: what was down at last is rather that than unknown.
  if (lags.culprits.length > 0 && silentMs < thresholds.hangingMs) return { kind: "stopped", ...lags };
  if (isSilent) return { kind: "silent", sinceMs: silentMs, ...lags };
  const awaited = awaitedOf(report);
  if (awaited.length > 0) return { kind: "starting", ...lags, culprits: awaited };
  return { ...pace(watch, lags, now), ...lags };
}

/** Parts that nobody is asked about are unknown without a reason. */
function awaitedOf({ parts }: PipelineReport): readonly string[] {
  return parts
    .filter(
      ({ name, status, detail }) => status === "UNKNOWN" && detail !== undefined && name !== "publisher",
    )
    .map(({ name }) => name);
}

type Lags = Omit<Freshness, "kind" | "sinceMs">;

function pace(
  watch: Watch,
  { processingLagMs = 0, eventAgeMs }: Lags,
  now: number,
): Pick<Freshness, "kind" | "sinceMs"> {
  const stillMs = now - (watch.resultsMovedAt ?? now);
  if (processingLagMs > thresholds.frozenMs && stillMs > thresholds.frozenMs)
    return { kind: "frozen", sinceMs: stillMs };
  if (processingLagMs > thresholds.behindMs) return { kind: "behind" };
  const quietMs = now - (watch.eventsMovedAt ?? now);
  if (eventAgeMs === undefined) return { kind: "quiet" };
  return quietMs > thresholds.quietMs ? { kind: "quiet", sinceMs: quietMs } : { kind: "live" };
}

function lagsOf({ report, reportAt = 0, skewMs }: Watch, domain: string, now: number): Lags {
  const found = domainOf(report, domain);
  const culprits = (report?.parts ?? [])
    .map((part) => partOf(part, found))
    .filter(({ name, status }) => status === "DOWN" && name !== "publisher")
    .map(({ name }) => name);
  if (found === undefined) return { culprits };
  const age = now - reportAt;
  const newest = found.newest_event_at;
  return {
    culprits,
    ...(newest === null ? {} : { eventAgeMs: Math.max(0, now - skewMs - Date.parse(newest)) }),
    ...(found.event_time_lag_ms === null
      ? {}
      : { eventTimeLagMs: Math.max(0, found.event_time_lag_ms + age) }),
    ...(found.processing_lag_ms === null ? {} : { processingLagMs: aged(found.processing_lag_ms, age) }),
  };
}

/** A lag that is there grows while nothing comes; none stays none. */
function aged(lagMs: number, ageMs: number): number {
  return lagMs === 0 ? 0 : lagMs + ageMs;
}

function domainOf(report: PipelineReport | undefined, name: string) {
  return report?.domains.find((each) => each.name === name);
}
