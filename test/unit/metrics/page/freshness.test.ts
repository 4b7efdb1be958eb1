import { describe, expect, it } from "vitest";
import {
  emptyWatch,
  freshnessOf,
  seeConnection,
  seeReport,
  type Watch,
} from "../../../../apps/metrics/page/state/freshness.ts";
import { type ReportFacts, reportOf } from "../../../helpers/page-scenario.ts";

const start = Date.parse("2026-03-01T12:00:00.000Z");
const second = 1_000;

describe("freshnessOf", () => {
  it("is starting before the first report", () => {
    expect(freshnessOf(emptyWatch, "page-views", start).kind).toBe("starting");
  });

  it("is live while events come and are processed", () => {
    expect(kindAfter([{ now: start }, { now: start + 2 * second }])).toBe("live");
  });

  it("is quiet when no events come and all is processed", () => {
    const newest = (now: number) => ({ now, eventAgeMs: now - start });
    expect(kindAfter([newest(start), newest(start + 40 * second)])).toBe("quiet");
  });

  it("is quiet at once where the newest event is old", () => {
    expect(kindAfter([{ now: start, eventAgeMs: 3_600 * second }])).toBe("quiet");
  });

  it("is behind while results come late", () => {
    const lagging = (now: number) => ({ now, processingLagMs: 15 * second });
    expect(kindAfter([lagging(start), lagging(start + 2 * second)])).toBe("behind");
  });

  it("is frozen when events come but results do not", () => {
    const stuck = (now: number) => ({ now, processedAgeMs: now - start, processingLagMs: now - start });
    expect(kindAfter([stuck(start), stuck(start + 15 * second), stuck(start + 45 * second)])).toBe("frozen");
  });

  it("is frozen, not quiet, when events stop before their results", () => {
    const stuck = (now: number) => ({
      now,
      eventAgeMs: now - start,
      processedAgeMs: now - start + 5 * second,
      processingLagMs: now - start + second,
    });
    expect(kindAfter([0, 20, 40].map((seconds) => stuck(start + seconds * second)))).toBe("frozen");
  });

  it("is behind, not frozen, while results move on", () => {
    const catchingUp = (now: number) => ({
      now,
      eventAgeMs: now - start,
      processedAgeMs: 60 * second,
      processingLagMs: 60 * second,
    });
    expect(kindAfter([0, 20, 40].map((seconds) => catchingUp(start + seconds * second)))).toBe("behind");
  });

  it("is stopped when a needed part is down", () => {
    const watch = seeReport(
      emptyWatch,
      reportOf({ now: start, parts: { kafka: "DOWN" } }),
      "page-views",
      start,
    );
    expect(freshnessOf(watch, "page-views", start)).toMatchObject({ kind: "stopped", culprits: ["kafka"] });
  });

  it("is starting while a part has not answered yet", () => {
    const { parts, ...report } = reportOf({ now: start, parts: { kafka: "UNKNOWN" } });
    const detail = "has not answered yet";
    const waiting = parts.map((part) => (part.status === "UNKNOWN" ? { ...part, detail } : part));
    const watch = seeReport(emptyWatch, { ...report, parts: waiting }, "page-views", start);
    expect(freshnessOf(watch, "page-views", start)).toMatchObject({ kind: "starting", culprits: ["kafka"] });
  });

  it("stays stopped while a hanging part delays reports", () => {
    const down = reportOf({ now: start, parts: { kafka: "DOWN" } });
    const watch = seeReport(emptyWatch, down, "page-views", start);
    const kinds = [16, 61].map((seconds) => freshnessOf(watch, "page-views", start + seconds * second).kind);
    expect(kinds).toEqual(["stopped", "silent"]);
  });

  it("is not stopped by the jobs of another domain", () => {
    const { domains, ...report } = reportOf({ now: start, parts: { flink: "DOWN" } });
    const up = domains.map((domain) => ({ ...domain, flink: { ...domain.flink, status: "UP" as const } }));
    const watch = seeReport(emptyWatch, { ...report, domains: up }, "page-views", start);
    expect(freshnessOf(watch, "page-views", start).kind).toBe("live");
  });

  it("is silent when reports stop on an open connection", () => {
    const watch = watchOf([{ now: start }]);
    expect(freshnessOf(watch, "page-views", start + 15 * second)).toMatchObject({
      kind: "silent",
      sinceMs: 15 * second,
    });
  });

  it("is lost from when the connection broke", () => {
    const waiting = { kind: "waiting", until: 0, attempt: 1, reason: "" } as const;
    const watch = seeConnection(watchOf([{ now: start }]), waiting, start + second);
    const later = seeConnection(watch, { kind: "connecting", attempt: 2 }, start + 3 * second);
    expect(freshnessOf(later, "page-views", start + 5 * second)).toMatchObject({
      kind: "lost",
      sinceMs: 4 * second,
    });
  });

  it("waits for a report after the connection is back", () => {
    const waiting = { kind: "waiting", until: 0, attempt: 1, reason: "" } as const;
    const lost = seeConnection(watchOf([{ now: start }]), waiting, start);
    const back = seeConnection(lost, { kind: "open", since: start + 60 * second }, start + 60 * second);
    expect(freshnessOf(back, "page-views", start + 61 * second).kind).not.toBe("lost");
  });

  it("ages by the service's clock, not this machine's", () => {
    const watch = seeReport(emptyWatch, reportOf({ now: start }), "page-views", start + 3_600 * second);
    expect(freshnessOf(watch, "page-views", start + 3_605 * second).eventAgeMs).toBe(7 * second);
  });

  it("lets a lag grow while no report comes", () => {
    const watch = watchOf([{ now: start, processingLagMs: 4 * second }]);
    expect(freshnessOf(watch, "page-views", start + 5 * second).processingLagMs).toBe(9 * second);
  });

  it("keeps no lag none while no report comes", () => {
    expect(freshnessOf(watchOf([{ now: start }]), "page-views", start + 5 * second).processingLagMs).toBe(0);
  });
});

function watchOf(reports: readonly ReportFacts[]): Watch {
  return reports.reduce<Watch>(
    (watch, facts) => seeReport(watch, reportOf(facts), "page-views", facts.now),
    emptyWatch,
  );
}

function kindAfter(reports: readonly ReportFacts[]): string {
  return freshnessOf(watchOf(reports), "page-views", reports.at(-1)?.now ?? start).kind;
}
