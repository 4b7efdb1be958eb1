import { describe, expect, test } from "vitest";
import { StatementRecord } from "../../../packages/engines/src/apply/statement-record.ts";
import { type StatementForm, StatementRunner } from "../../../packages/engines/src/apply/statement-runner.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { FakeCluster } from "./statement-cluster-fake.ts";

const script = { properties: {}, ddl: [], statementSet: "EXECUTE STATEMENT SET BEGIN END", topics: {} };
const keep = { startFrom: "state", allowLost: false } as const;

function place() {
  const folder = temporaryFolder();
  const cluster = new FakeCluster(folder);
  const record = new StatementRecord(folder);
  const runner = () => new StatementRunner("views", { cluster, record });
  const form = (hash: string): StatementForm => ({
    hash,
    script,
    plan: record.keepPlan("views", cluster.compiled),
  });
  const create = async () => runner().create(form("old"), await cluster.open());
  return { cluster, record, runner, form, create };
}

describe("running a statement", () => {
  test("starts its job from nothing and remembers it first", async () => {
    const { cluster, record, create } = place();
    await create();
    expect(cluster.active).toMatchObject([{ jobName: "views-old", jobId: record.find("views")?.jobId }]);
    expect(cluster.active[0]?.origin).toBeUndefined();
  });

  test("leaves a job alone that runs", async () => {
    const { cluster, runner, create } = place();
    await create();
    expect(await runner().resume()).toBe("unchanged");
    expect(cluster.steps).toEqual(["run views-old", "run until running"]);
  });

  test("goes on from the last checkpoint on a cluster that was started anew", async () => {
    const { cluster, runner, record, create } = place();
    await create();
    const { jobId } = record.find("views") ?? {};
    cluster.restart();
    expect(await runner().resume()).toBe("resumed");
    expect(cluster.active).toMatchObject([
      { origin: { path: expect.stringMatching(`${jobId}/chk-1$`), claim: true } },
    ]);
    expect(cluster.active[0]?.jobId).not.toBe(jobId);
  });

  test("replaces a form from a savepoint that others could use too", async () => {
    const { cluster, runner, record, form, create } = place();
    await create();
    await runner().replace(form("new"), keep);
    expect(cluster.active).toMatchObject([
      {
        jobName: "views-new",
        origin: { path: expect.stringContaining("/savepoint-"), claim: false, allowLost: false },
      },
    ]);
    expect(record.find("views")).toMatchObject({ hash: "new", jobId: cluster.active[0]?.jobId });
    expect(record.find("views")?.next).toBeUndefined();
    expect(cluster.steps.at(-1)).toMatch(/^dispose .*\/savepoint-/);
  });

  test("replays from the earliest records without state", async () => {
    const { cluster, runner, form, create } = place();
    await create();
    await runner().replace(form("new"), { startFrom: "earliest", allowLost: true });
    expect(cluster.active.map(({ jobName, origin }) => ({ jobName, origin }))).toEqual([
      { jobName: "views-new", origin: undefined },
    ]);
  });

  test("commits what a crash left open before it replaces a form", async () => {
    const { cluster, runner, form, create } = place();
    await create();
    cluster.restart();
    await runner().replace(form("new"), keep);
    expect(cluster.steps.slice(2)).toEqual([
      "run views-old",
      "run until running",
      "stop",
      "run views-new",
      "run until checkpointed",
      expect.stringContaining("dispose"),
    ]);
  });

  test("brings the form before back when the new one fails", async () => {
    const { cluster, runner, record, form, create } = place();
    await create();
    cluster.broken.add("views-new");
    await expect(runner().replace(form("new"), keep)).rejects.toThrow(
      /The changed statement views could not be started from file:.*\/savepoint-.*, so the one before was started again where it had stopped, and nothing was lost\.\nthe job failed: division by zero\nCorrect the change, then apply it again\./,
    );
    expect(cluster.active).toMatchObject([
      { jobName: "views-old", origin: { path: expect.stringContaining("/savepoint-"), claim: true } },
    ]);
    expect(record.find("views")).toMatchObject({ hash: "old", jobId: cluster.active[0]?.jobId });
  });

  test("says that nothing runs when neither form starts", async () => {
    const { cluster, runner, form, create } = place();
    await create();
    cluster.broken.add("views-new");
    cluster.refused.add("views-old");
    await expect(runner().replace(form("new"), keep)).rejects.toThrow(
      /The changed statement views could not be started, and the one before could not be started again: views does not run now\. Nothing is lost: its state is file:.*\/savepoint-.*\.\nThe changed one: the job failed: division by zero\nThe one before: no such table connector\n/,
    );
    cluster.refused.clear();
    expect(await runner().resume()).toBe("resumed");
    expect(cluster.active).toMatchObject([
      { jobName: "views-old", origin: { path: expect.stringContaining("/savepoint-") } },
    ]);
  });

  test("forgets a first form that the cluster did not accept", async () => {
    const { cluster, record, create } = place();
    cluster.refused.add("views-old");
    await expect(create()).rejects.toThrow("no such table connector");
    expect(record.find("views")).toBeUndefined();
  });

  test("does not run a form again that never had state before it is replaced", async () => {
    const { cluster, runner, record, form } = place();
    record.put("views", { ...form("old"), jobId: record.newJobId() });
    await runner().replace(form("new"), keep);
    expect(cluster.steps[0]).toBe("run views-new");
    expect(cluster.active).toMatchObject([{ jobName: "views-new" }]);
  });

  test("stops a retired statement and goes on from its savepoint when it is back", async () => {
    const { cluster, runner, record, create } = place();
    await create();
    await runner().retire();
    expect(cluster.active).toEqual([]);
    expect(record.find("views")?.isRetired).toBe(true);
    expect(await runner().resume()).toBe("resumed");
    expect(cluster.active).toMatchObject([{ origin: { path: expect.stringContaining("/savepoint-") } }]);
    expect(record.find("views")?.isRetired).toBeUndefined();
  });
});

test("runs once more what a crash cut off before it retires it", async () => {
  const { cluster, runner, record, create } = place();
  await create();
  cluster.restart();
  await runner().retire();
  expect(cluster.steps.slice(2)).toEqual(["run views-old", "run until running", "stop"]);
  expect(cluster.active).toEqual([]);
  expect(record.find("views")?.isRetired).toBe(true);
});

/** Half steps: before and after each of stop, run, checkpoint, dispose. */
const crashes = [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5];

describe.each(crashes)("killed after %s steps of a replacement", (steps) => {
  async function killed() {
    const all = place();
    await all.create();
    all.cluster.dieAfter(steps);
    const death = new Promise<void>((resolve) => {
      all.cluster.onDeath = resolve;
    });
    void all.runner().replace(all.form("new"), keep);
    await death;
    all.cluster.dieAfter(Number.POSITIVE_INFINITY);
    return all;
  }

  /** What every job started from, so that none that had state began with nothing. */
  const origins = ({ cluster }: ReturnType<typeof place>) =>
    [...cluster.jobs.values()].slice(1).map(({ submission }) => submission.origin?.path ?? "nothing");

  test("the next replacement goes on and loses nothing", async () => {
    const all = await killed();
    const submitted = await all.runner().settle();
    if (submitted?.hash !== "new") await all.runner().replace(all.form("new"), keep);
    expect(all.cluster.active).toMatchObject([{ jobName: "views-new" }]);
    expect(all.record.find("views")).toMatchObject({ hash: "new", jobId: all.cluster.active[0]?.jobId });
    expect(origins(all)).not.toContain("nothing");
  });

  test("a restart of everything goes on with one of the two forms", async () => {
    const all = await killed();
    all.cluster.restart();
    await all.runner().resume();
    expect(all.cluster.active).toHaveLength(1);
    expect(all.cluster.active[0]?.origin?.path).toMatch(/savepoint-|chk-/);
    expect(all.record.find("views")?.jobId).toBe(all.cluster.active[0]?.jobId);
  });
});

describe.each([0, 0.5, 1, 1.5, 2, 2.5])("killed after %s steps of bringing a form back", (steps) => {
  test("the next run brings it back once", async () => {
    const { cluster, runner, record, form, create } = place();
    await create();
    cluster.broken.add("views-new");
    // Stop and run of the new form come first.
    cluster.dieAfter(2 + steps);
    const death = new Promise<void>((resolve) => {
      cluster.onDeath = resolve;
    });
    const replaced = runner()
      .replace(form("new"), keep)
      .catch(() => undefined);
    await Promise.race([death, replaced]);
    cluster.dieAfter(Number.POSITIVE_INFINITY);
    await runner()
      .resume()
      .catch(() => undefined);
    expect(cluster.active).toMatchObject([
      { jobName: "views-old", origin: { path: expect.stringContaining("/savepoint-") } },
    ]);
    expect(record.find("views")).toMatchObject({ hash: "old", jobId: cluster.active[0]?.jobId });
  });
});
