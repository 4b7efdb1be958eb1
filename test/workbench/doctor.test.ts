import { JobManager, SqlGateway } from "@millrace/flink";
import { readTopicEdges } from "@millrace/kafka";
import { doctorWindows } from "@millrace/workbench";
import { describe, expect, inject, test } from "vitest";
import { OwnStatement, resultTable } from "../helpers/own-statement.ts";
import { millrace } from "../helpers/millrace.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const patience = { timeout: 60_000, interval: 500 };
const minuteMs = 60_000;
/** A full minute an hour ago. */
const start = Math.floor(Date.now() / minuteMs) * minuteMs - 60 * minuteMs;

function clockTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}

describe("doctor windows", () => {
  test("says that a topic holds no events", async () => {
    const statement = await OwnStatement.start(inject("stack"));
    expect(await statement.find("topic-empty")).toMatchObject({
      severity: "warning",
      sentence: `Topic ${statement.topic} holds no events: none was ever written.`,
    });
  });

  test("names the quiet partition that holds windows back", async () => {
    const statement = await OwnStatement.start(inject("stack"), { idleTimeoutMs: 0 });
    await statement.publish(0, start);
    await statement.publish(0, start + 5 * minuteMs);
    const finding = await statement.find("no-idle-timeout");
    expect(finding?.sentence).toContain(
      `Partition 1 of ${statement.topic} has no events, and table page_views_received has no idle timeout`,
    );
    expect(finding?.sentence).toContain(`–${clockTime(start + minuteMs).slice(0, 5)} UTC of ${resultTable}`);
    expect(await statement.rows()).toBe(0);
    await statement.publish(1, start + 5 * minuteMs);
    await expect.poll(() => statement.rows(), patience).toBe(1);
  });

  test("names the event that closes the next window", async () => {
    const statement = await OwnStatement.start(inject("stack"), { delayMs: 2 * minuteMs });
    await statement.publish(1, start + 10_000);
    await expect
      .poll(async () => (await statement.find("window-waits"))?.facts.watermark, patience)
      .toBe(start + 10_000 - 2 * minuteMs);
    const finding = await statement.find("window-waits");
    expect(finding?.sentence).toContain(
      `one event at or after ${new Date(start + 3 * minuteMs).toISOString().slice(0, 10)} ${clockTime(start + 3 * minuteMs)} UTC in any partition closes it`,
    );
    expect(await statement.rows()).toBe(0);
    await statement.publish(0, Number(finding?.facts.closesAt));
    await expect.poll(() => statement.rows(), patience).toBe(1);
  });

  test("finds an event that is ahead of now", async () => {
    const statement = await OwnStatement.start(inject("stack"), { delayMs: 30 * minuteMs });
    const ahead = Math.floor(Date.now() / 1000) * 1000 + 3 * 60 * minuteMs;
    await statement.publish(0, ahead);
    expect(await statement.find("event-in-future")).toMatchObject({
      severity: "error",
      subject: statement.topic,
      facts: { partition: 0, newestEventAt: ahead, delayMs: 30 * minuteMs },
    });
  });

  test("finds seconds that were written as milliseconds", async () => {
    const statement = await OwnStatement.start(inject("stack"));
    await statement.publish(0, Math.floor(start / 1000));
    expect((await statement.find("event-time-unit"))?.sentence).toContain(
      "these are seconds since 1970 that were taken for milliseconds",
    );
  });

  test("shows why a job fails at run time", async () => {
    const statement = await OwnStatement.start(inject("stack"), { registryUrl: "http://127.0.0.1:1" });
    await statement.publish(0, start);
    const failing = async () =>
      (await statement.diagnose()).findings.find(
        ({ code }) => code === "job-not-running" || code === "job-restarts",
      );
    await expect.poll(async () => (await failing())?.sentence, patience).toContain("Last failure, at");
    expect((await failing())?.sentence).toMatch(/schema registry at .+ could not say/);
  });

  test("says that a job was canceled", async () => {
    const statement = await OwnStatement.start(inject("stack"));
    await statement.target.jobManager.cancel(statement.jobId);
    await statement.target.jobManager.waitForState(statement.jobId, "CANCELED");
    expect((await statement.find("job-ended"))?.sentence).toBe(
      `page-views: job ${statement.jobId} is CANCELED, so nothing computes it.`,
    );
  });

  test("still looks at the rest when Flink is down", async () => {
    const statement = await OwnStatement.start(inject("stack"));
    const url = "http://127.0.0.1:1";
    const down = {
      ...statement.target,
      gateway: new SqlGateway({ url }),
      jobManager: new JobManager({ url }),
    };
    const [diagnosis] = await doctorWindows(down);
    expect(diagnosis?.findings.map(({ code }) => code)).toEqual([
      "engine-unreachable",
      "engine-unreachable",
      "topic-empty",
    ]);
    expect(diagnosis?.findings[1]?.sentence).toContain(`No answer from the SQL Gateway at ${url}`);
  });
});

test("a topic's edges are read without what lies between", async () => {
  const stack = inject("stack");
  const statement = await OwnStatement.start(stack);
  for (const seconds of [0, 1, 2, 3]) await statement.publish(1, start + seconds * 1000);
  const connection = { bootstrapServers: [stack.bootstrapServers] };
  const [empty, filled] = await readTopicEdges(connection, statement.topic, { newest: 2 });
  expect(empty).toEqual({ partition: 0, firstOffset: 0, endOffset: 0, first: undefined, newest: [] });
  expect(filled).toMatchObject({ partition: 1, firstOffset: 0, endOffset: 4, first: { offset: 0 } });
  expect(filled?.newest.map(({ offset }) => offset)).toEqual([2, 3]);
});

describe("millrace doctor windows", () => {
  test("prints findings and what is in order", async () => {
    const { stdout } = await millrace(["doctor", "windows", resultTable], inject("stack").env);
    expect(stdout).toMatch(/^page-views \(job [0-9a-f]{32}\)\n/);
    expect(stdout).toContain("In order: job runs since ");
  });

  test("suggests the name that was meant", async () => {
    const { stderr } = await millrace(
      ["doctor", "windows", "page_view_cont"],
      inject("stack").env,
      "capture",
      1,
    );
    expect(stderr).toContain(
      "There is no statement and no result table page_view_cont. Did you mean page_view_counts?",
    );
  });

  test("says that no stack runs", async () => {
    const env = { ...inject("stack").env, MILLRACE_HOME: temporaryFolder() };
    const { stderr } = await millrace(["doctor", "windows"], env, "capture", 3);
    expect(stderr).toContain("The stack is not running.");
  });
});
