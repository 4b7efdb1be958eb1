import { describe, expect, test } from "vitest";
import { diagnose } from "../../../../packages/workbench/src/doctor/diagnose.ts";
import { inOrder } from "../../../../packages/workbench/src/doctor/in-order.ts";
import {
  at,
  checkpoint,
  checkpointsOf,
  find,
  findings,
  minute,
  now,
  second,
  statementFacts,
} from "./statement-facts.ts";

const codes = (differences: Parameters<typeof findings>[0]) => findings(differences).map(({ code }) => code);

describe("the job", () => {
  test("one that runs and has closed its windows has no findings", () => {
    expect(codes({ at: at(14, 30) })).toEqual([]);
  });

  test("one that the JobManager does not know computes nothing", () => {
    expect(find("job-missing", { job: { state: undefined } })).toMatchObject({
      severity: "error",
      sentence:
        "page-views: the JobManager knows no job 0123456789abcdef0123456789abcdef, so nothing computes it.",
    });
  });

  test("one that failed is shown with its root cause", () => {
    const failures = [{ at: at(14, 59), cause: "Unknown\n  magic byte!", task: "Source: page_views" }];
    expect(find("job-ended", { job: { state: "FAILED", restarts: 3, failures } })?.sentence).toBe(
      "page-views: job 0123456789abcdef0123456789abcdef is FAILED, so nothing computes it. It was restarted 3 times. " +
        "Last failure, at 2026-01-15 14:59:00 UTC in Source: page_views: Unknown magic byte!",
    );
  });

  test("one that is being restarted does not run", () => {
    expect(find("job-not-running", { job: { state: "RESTARTING" } })?.severity).toBe("error");
  });

  test("one failure is a warning, a loop of them an error", () => {
    const failure = (ago: number) => ({ at: now - ago, cause: "disk full", task: undefined });
    const once = { job: { failures: [failure(minute)], restarts: 1 } };
    const loop = {
      job: { failures: [failure(second), failure(3 * second), failure(5 * second)], restarts: 3 },
    };
    expect(find("job-restarts", once)?.severity).toBe("warning");
    expect(find("job-restarts", loop)?.sentence).toContain(
      "runs, but fails again and again. It was restarted 3 times.",
    );
    expect(codes({ at: at(14, 30), job: { failures: [failure(60 * minute)] } })).toEqual([]);
  });
});

describe("checkpoints", () => {
  test("none yet is waited for, and an error after a while", () => {
    const since = (startedAt: number) => ({ job: { startedAt, checkpoints: checkpointsOf() } });
    expect(find("no-checkpoint", since(now - 2 * second))?.severity).toBe("info");
    expect(find("no-checkpoint", since(now - minute))).toMatchObject({
      severity: "error",
      sentence:
        "page-views: no checkpoint is complete since the job started 1 min ago, so no result is committed yet.",
    });
  });

  test("those that are off commit nothing", () => {
    expect(find("no-checkpoint", { checkpointIntervalMs: undefined })?.sentence).toBe(
      "page-views: checkpoints are off, so no result is ever committed.",
    );
  });

  test("one that failed after the last complete one is told", () => {
    const checkpoints = checkpointsOf(checkpoint(8, now - second, "FAILED"), checkpoint(7, at(14, 50)));
    expect(find("checkpoints-fail", { job: { checkpoints } })?.sentence).toBe(
      "page-views: checkpoint 8 of 2026-01-15 14:59:59 UTC failed: Checkpoint expired before completing; " +
        "the last complete one is of 2026-01-15 14:50:00.020 UTC. Rows written since then are not committed.",
    );
  });

  test("one that failed before the last complete one is forgotten", () => {
    const checkpoints = checkpointsOf(checkpoint(8, now - second), checkpoint(7, at(14, 50), "FAILED"));
    expect(codes({ at: at(14, 30), job: { checkpoints } })).toEqual([]);
  });

  test("an old one says what is under way", () => {
    const checkpoints = checkpointsOf(checkpoint(8, at(14, 56), "IN_PROGRESS"), checkpoint(7, at(14, 55)));
    expect(find("checkpoint-stuck", { job: { checkpoints } })?.sentence).toContain(
      "5 min ago, and checkpoint 8 is under way since 2026-01-15 14:56:00 UTC",
    );
  });
});

describe("events", () => {
  test("a topic without events is named", () => {
    expect(codes({ events: [[], []] })).toEqual(["topic-empty"]);
  });

  test("a quiet partition without idle timeout holds windows back", () => {
    const differences = {
      events: [[at(14), at(14, 31)], [at(14, 0, 5)]],
      watermark: { idleTimeoutMs: undefined },
    };
    const held = findings(differences).filter(({ code }) => code === "no-idle-timeout");
    expect(held).toMatchObject([{ severity: "error", facts: { partition: 1, newestEventAt: at(14, 0, 5) } }]);
    expect(held[0]?.sentence).toContain(
      "has its newest event at 2026-01-15 14:00:05 UTC, and table page_views has no idle timeout",
    );
  });

  test("without an idle timeout partitions that keep up are fine", () => {
    const differences = { events: [[at(14)], [at(14)]], watermark: { idleTimeoutMs: undefined } };
    expect(find("no-idle-timeout", differences)).toBeUndefined();
  });

  test("with an idle timeout a quiet partition is left out", () => {
    expect(find("no-idle-timeout", { events: [[at(14), at(14, 31)], []] })).toBeUndefined();
  });

  test("seconds taken for milliseconds are recognised", () => {
    expect(find("event-time-unit", { events: [[at(14) / 1000, at(14)], []] })?.sentence).toBe(
      "Partition 0 of test.page-view has 1 event like 1970-01-21 11:14:45.600 UTC: these are seconds since 1970 " +
        "that were taken for milliseconds; 2026-01-15 14:00:00 UTC was meant.",
    );
  });

  test("milliseconds taken for seconds are recognised", () => {
    const differences = { events: [[at(14) * 1000], []] };
    expect(find("event-time-unit", differences)?.facts).toMatchObject({ meant: at(14), events: 1 });
    expect(find("event-in-future", differences)).toBeUndefined();
  });

  test("an event ahead of now is an error beyond the delay", () => {
    expect(find("event-in-future", { events: [[now + 10 * minute]] })?.severity).toBe("warning");
    expect(find("event-in-future", { events: [[now + 90 * minute]] })).toMatchObject({ severity: "error" });
    expect(find("event-in-future", { events: [[now + 90 * minute]] })?.sentence).toContain(
      "1 h 30 min ahead of now. The watermark follows it to 2026-01-15 16:00:00 UTC",
    );
    expect(find("event-in-future", { events: [[now + second]] })).toBeUndefined();
  });

  test("events of days ago are told", () => {
    const old = now - 3 * 24 * 60 * minute;
    expect(find("event-far-past", { events: [[old], []] })?.sentence).toContain(
      "2026-01-12 15:00:00 UTC, 3 d ago",
    );
  });

  test("events behind their partition's closed windows are counted", () => {
    const differences = { at: at(14, 30), events: [[at(14), at(13, 31), at(13, 29), at(13, 28)]] };
    expect(find("events-behind", differences)?.facts).toEqual({ partition: 0, late: 2, lookedAt: 4 });
  });

  test("records that no checkpoint has finished are counted", () => {
    expect(find("backlog", { uncommitted: [0, 3] })?.sentence).toBe(
      "3 records of test.page-view (3 of partition 1) are in no committed result yet.",
    );
  });
});

describe("windows", () => {
  test("the next one names the event that closes it", () => {
    const differences = { at: at(13, 59, 5), events: [[at(14, 31, 5)], [at(14, 0, 30), at(14, 29, 5)]] };
    expect(find("window-waits", differences)?.sentence).toBe(
      "counts: the next window to close is 2026-01-15 14:00–14:01 UTC; the watermark is at 2026-01-15 13:59:05 UTC. " +
        "It closes when an event at or after 2026-01-15 14:31:00 UTC comes to every partition that is not idle: " +
        "partition 1 of test.page-view has its newest event at 2026-01-15 14:29:05 UTC.",
    );
  });

  test("subtasks are told where they differ", () => {
    const vertex = { vertex: "WindowAggregate[1] -> counts[2]: Writer", lowest: undefined };
    const job = { watermarks: [{ ...vertex, subtasks: [at(13, 30), undefined] }] };
    expect(find("window-waits", { job })?.sentence).toContain(
      "the watermark is not there yet (subtask 0 at 2026-01-15 13:30:00 UTC, subtask 1 has none).",
    );
  });

  test("a result is not taken for another that ends like it", () => {
    const mark = (vertex: string, lowest: number) => ({ vertex, lowest, subtasks: [lowest] });
    const watermarks = [
      mark(
        "GlobalWindowAggregate[1] -> Calc[3] -> late_counts[4]: Writer -> late_counts[4]: Committer",
        at(11),
      ),
      mark("GlobalWindowAggregate[2] -> Calc[5] -> counts[6]: Writer -> counts[6]: Committer", at(13)),
    ];
    expect(find("window-waits", { job: { watermarks } })?.facts.watermark).toBe(at(13));
  });

  test("when all partitions are idle one event is enough", () => {
    const differences = { at: undefined, events: [[at(14)], []], isIdle: [true, true] };
    expect(find("window-waits", differences)?.sentence).toContain(
      "the watermark is not there yet. Every partition is idle, so one event at or after 2026-01-15 14:31:00 UTC in any partition closes it.",
    );
  });

  test("one that nothing holds back closes at once", () => {
    const differences = { at: at(13), events: [[at(14), at(14, 40)], []], isIdle: [false, true] };
    expect(find("window-waits", differences)?.sentence).toContain(
      "it closes as soon as the job has read their events",
    );
  });

  test("a mini-batch lets the watermark through at its multiples", () => {
    const plan = {
      windows: [{ kind: "TUMBLE" as const, sizeMs: 10 * second, offsetMs: 0 }],
      miniBatchMs: minute,
    };
    expect(find("window-waits", { plan, events: [[at(14)]] })?.facts.closesAt).toBe(at(14, 31));
  });

  test("a session may still grow", () => {
    const plan = { windows: [{ kind: "SESSION" as const, gapMs: minute }] };
    expect(find("window-waits", { plan, events: [[at(14, 0, 30)]] })?.sentence).toContain(
      "14:00:30–14:01:30 UTC at the earliest",
    );
  });
});

describe("results", () => {
  test("rows that wait for a checkpoint are told", () => {
    expect(find("results-uncommitted", { result: { hasRows: false, uncommitted: 2 } })?.sentence).toBe(
      "counts: rows stand in test.counts that are not committed yet; the next checkpoint (every 1 s) commits them.",
    );
  });

  test("a closed window without rows is a warning", () => {
    expect(find("closed-without-rows", { at: at(14, 30), result: { hasRows: false } })?.sentence).toContain(
      "the watermark has passed window 2026-01-15 14:00–14:01 UTC, in which there are events, but test.counts holds no rows",
    );
  });

  test("a result without windows waits for events that meet its conditions", () => {
    const differences = { plan: { windows: [], comparesWatermark: true }, result: { hasRows: false } };
    expect(find("result-empty", differences)?.sentence).toContain("No window has to close");
  });
});

describe("engines", () => {
  test("one that does not answer is a finding of its own", () => {
    const reason = "No answer from the SQL Gateway at http://127.0.0.1:1: ECONNREFUSED.";
    const facts = { ...statementFacts(), plan: { ok: false, reason, code: "unreachable" } as const };
    expect(diagnose(facts)).toMatchObject([
      {
        code: "engine-unreachable",
        severity: "error",
        sentence: `page-views: the windows could not be looked at. ${reason}`,
      },
    ]);
  });

  test("a topic that is gone is told by its name", () => {
    const facts = statementFacts();
    const gone = { ok: false, reason: "topic x does not exist", code: "KAFKA_TOPIC_NOT_FOUND" } as const;
    const [source] = facts.sources;
    const found = diagnose({
      ...facts,
      sources: source === undefined ? [] : [{ ...source, partitions: gone }],
    });
    expect(found).toMatchObject([
      { code: "topic-missing", sentence: "Topic test.page-view does not exist." },
    ]);
  });
});

test("the worst comes first", () => {
  const severities = findings({ at: at(13), job: { state: "FAILED" }, events: [[now + 10 * minute]] }).map(
    ({ severity }) => severity,
  );
  expect(severities).toEqual(["error", "warning", "info"]);
});

test("what is in order is told in one line", () => {
  expect(inOrder(statementFacts({ events: [[at(13), at(14)], []], isIdle: [false, true] }))).toEqual([
    "job runs since 2026-01-15 12:00:00 UTC without a failure",
    "last checkpoint complete 980 ms ago (took 20 ms)",
    "1 of 2 partitions of test.page-view have events, from 2026-01-15 13:00:00 UTC to 2026-01-15 14:00:00 UTC, 1 idle",
    "counts has rows",
  ]);
});
