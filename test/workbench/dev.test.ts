import { once } from "node:events";
import { spawn } from "node:child_process";
import { join } from "node:path";
import {
  type DevEvent,
  DevLoop,
  DevSession,
  type StepOutcome,
  startWorkbenchFlink,
  type WorkbenchFlink,
} from "@millrace/workbench";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { program } from "../helpers/millrace.ts";
import { StatementStage } from "../helpers/statement-stage.ts";

const home = process.env.MILLRACE_HOME ?? join(import.meta.dirname, "..", "..", ".millrace");
const late = "sql/page-views/page_views_late.sql";
const counts = "sql/page-views/page_view_counts.sql";

describe("after a save in a watched clone", () => {
  let flink: WorkbenchFlink;
  beforeAll(async () => {
    flink = await startWorkbenchFlink({ home, java: "java" });
  });
  afterAll(() => flink.stop());

  /** A clone that runs as it is, and a loop over it. */
  async function watchedStage() {
    const stage = new StatementStage(inject("stack"));
    await stage.apply();
    const session = new DevSession({
      root: stage.root,
      stage: stage.stage,
      flink,
      prepareApply: async () => ({
        run: async (): Promise<StepOutcome> => {
          const { action } = await stage.apply();
          return { isWell: action !== "kept", text: action };
        },
        [Symbol.asyncDispose]: () => Promise.resolve(),
      }),
    });
    onTestFinished(() => session[Symbol.asyncDispose]());
    await session.warmUp(["page-views"], new AbortController().signal);
    const events: DevEvent[] = [];
    const loop = new DevLoop({ steps: session.steps, onEvent: (event) => events.push(event) });
    const outcomes = async (...saved: string[]) => {
      events.length = 0;
      loop.saved(saved);
      await loop.settled();
      const done = events.filter((event) => event.type === "step-done");
      return Object.fromEntries(done.map(({ step, outcome }) => [step, outcome]));
    };
    return { stage, outcomes };
  }

  test("a change that its tests allow goes to what runs", async () => {
    const { stage, outcomes } = await watchedStage();
    const before = stage.jobId;
    stage.edit("page_views_late.sql", "WHERE window_time", "WHERE webpage <> 'hidden' AND window_time");
    expect(await outcomes(late)).toMatchObject({
      lint: { isWell: true },
      test: { isWell: true, text: expect.stringMatching(/^(\d+) of \1 tests pass$/) as unknown },
      diff: { isWell: true, text: "no row of these tests changes" },
      apply: { isWell: true, text: "updated" },
    });
    expect(stage.jobId).not.toBe(before);
    expect(await stage.target.jobManager.state(stage.jobId)).toBe("RUNNING");
  });

  test("a mistake is shown where it stands, and what runs is left alone", async () => {
    const { stage, outcomes } = await watchedStage();
    const before = stage.jobId;
    stage.edit("page_view_counts.sql", "GROUP BY", "GROUPED BY");
    const found = await outcomes(counts);
    expect(found["lint"]?.isWell).toBe(false);
    expect(found["lint"]?.text).toMatch(/page_view_counts\.sql:18:\d+ error syntax: .*\n18 \| GROUPED BY/);
    expect(Object.keys(found)).toEqual(["lint"]);
    expect(stage.jobId).toBe(before);
    expect(await stage.target.jobManager.state(before)).toBe("RUNNING");
  });

  test("a change that fails a test is not applied", async () => {
    const { stage, outcomes } = await watchedStage();
    const before = stage.jobId;
    stage.edit("page_view_counts.sql", "'PT1M'", "'PT60S'");
    const found = await outcomes(counts);
    expect(found["test"]?.isWell).toBe(false);
    expect(found["test"]?.text).toContain("aggregate_interval PT60S, expected PT1M");
    expect(Object.keys(found)).toEqual(["lint", "test"]);
    expect(stage.jobId).toBe(before);
  });

  test("a test that is saved alone is run alone", async () => {
    const { stage, outcomes } = await watchedStage();
    const before = stage.jobId;
    const found = await outcomes("sql/page-views/tests/in-order.yaml");
    expect(found).toMatchObject({ test: { text: "1 of 1 tests pass" }, apply: { text: "unchanged" } });
    expect(stage.jobId).toBe(before);
  });

  test("an edit that would lose state stays unapplied", async () => {
    const { stage, outcomes } = await watchedStage();
    const before = stage.jobId;
    stage.edit("page_view_counts.sql", "COUNT(*)", "COALESCE(SUM(CAST(1 AS BIGINT)), 0)");
    const found = await outcomes(counts);
    expect(found).toMatchObject({
      test: { isWell: true },
      diff: { text: "no row of these tests changes" },
      apply: { isWell: false, text: "kept" },
    });
    expect(await stage.target.jobManager.state(before)).toBe("RUNNING");
  });
});

test("the command watches until Ctrl-C", async () => {
  const { env } = inject("stack");
  const child = spawn(process.execPath, [program, "dev", "--no-apply"], {
    env: { ...process.env, ...env, NO_COLOR: "1" },
    // A group of its own: the terminal's Ctrl-C reaches every process of the group.
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const exited = once(child, "exit");
  await expect.poll(() => said, { timeout: 60_000 }).toContain("Watching sql/ and connectors/; press Ctrl-C");
  process.kill(-(child.pid as number), "SIGINT");
  expect(await exited).toEqual([0, null]);
});
