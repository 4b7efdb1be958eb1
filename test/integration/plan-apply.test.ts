import { join } from "node:path";
import {
  applyPlan,
  type CompiledPlan,
  instanceLayout,
  planChanges,
  type Difference,
  type PlatformTarget,
  platformTarget,
  portVariable,
} from "@millrace/engines";
import { KafkaAdmin } from "@millrace/kafka";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { claimApply } from "../../packages/engines/src/apply/apply-lock.ts";
import { applyPostgresTables } from "../../packages/engines/src/apply/postgres-tables.ts";
import { flinkStatements } from "../../packages/engines/src/apply/flink-statements.ts";
import type { StatementCluster } from "../../packages/engines/src/apply/statement-cluster.ts";
import { Preparation } from "../../packages/engines/src/apply/statements.ts";
import { statementScript } from "../../packages/engines/src/apply/statement-script.ts";
import { enginePid } from "../helpers/engine-pid.ts";
import { millrace, type StackAddresses } from "../helpers/millrace.ts";
import { StatementStage } from "../helpers/statement-stage.ts";

const counts = "page_view_counts.sql";
const patience = { timeout: 60_000, interval: 250 };

async function countingStage(): Promise<StatementStage> {
  const stage = new StatementStage(inject("stack"));
  await applyPlan(stage.platform, stage.ownPlan);
  await stage.publish(3);
  await stage.expectResult({ page_view_count: 3 });
  return stage;
}

function due(differences: readonly Difference[]): readonly string[] {
  return differences
    .filter(({ action }) => action !== "unchanged")
    .map(({ kind, name, action }) => `${action} ${kind} ${name}`);
}

describe("planning and applying", () => {
  test("makes everything once and then nothing more", async () => {
    const stage = new StatementStage(inject("stack"));
    const differences = await planChanges(stage.platform, stage.ownPlan);
    expect(new Set(differences.map(({ action }) => action))).toEqual(new Set(["create"]));
    const first = await applyPlan(stage.platform, stage.ownPlan);
    expect(new Set(first.map(({ action }) => action))).toEqual(new Set(["created"]));
    const { jobId } = stage;
    expect(due(await planChanges(stage.platform, stage.ownPlan))).toEqual([]);
    const second = await applyPlan(stage.platform, stage.ownPlan);
    expect(new Set(second.map(({ action }) => action))).toEqual(new Set(["unchanged"]));
    expect(stage.jobId).toBe(jobId);
  });

  test("changes topics and statements in place and leaves old topics alone", async () => {
    const stage = await countingStage();
    stage.edit("domain.yaml", "retention: 1 day", "retention: 2 days");
    stage.edit("domain.yaml", "topic: page-view.late", "topic: page-view.behind");
    const topic = (name: string) => `topic ${stage.stage}.streaming.${name}`;
    expect(due(await planChanges(stage.platform, stage.ownPlan))).toEqual(
      expect.arrayContaining([
        `change ${topic("page-view")}`,
        `create ${topic("page-view.behind")}`,
        `leave ${topic("page-view.late")}`,
        "change statement page-views",
      ]),
    );
    await applyPlan(stage.platform, stage.ownPlan);
    await stage.publish(1);
    await stage.expectResult({ page_view_count: 4 });
  });

  test("changes nothing at all as long as a loss is not accepted", async () => {
    const stage = await countingStage();
    const { jobId } = stage;
    stage.edit("domain.yaml", "retention: 1 day", "retention: 2 days");
    stage.edit(counts, "SIZE => INTERVAL '1' MINUTE", "SIZE => INTERVAL '2' MINUTE");
    await expect(applyPlan(stage.platform, stage.ownPlan)).rejects.toThrow(
      /Nothing was changed, because state would be lost\.\n {2}statement page-views\n[^]*npm run millrace -- apply --accept-state-loss page-views\n/,
    );
    expect(stage.jobId).toBe(jobId);
    expect(due(await planChanges(stage.platform, stage.ownPlan))).toContain(
      `change topic ${stage.stage}.streaming.page-view`,
    );
  });

  test("refuses before it changes anything where Kafka cannot follow", async () => {
    const stage = await countingStage();
    stage.edit("domain.yaml", "partitions: 2", "partitions: 1");
    stage.edit(counts, "'PT1M'", "'PT60S'");
    const { jobId } = stage;
    await expect(applyPlan(stage.platform, stage.ownPlan)).rejects.toThrow(
      /Nothing was changed, because a part of the plan cannot be applied\.\n.*\n {4}partitions: 2 → 1 \(Kafka cannot take partitions away/,
    );
    expect(stage.jobId).toBe(jobId);
  });

  test("refuses an incompatible schema and names its readers", async () => {
    const stage = await countingStage();
    stage.edit(
      "domain.yaml",
      "user_id: { type: long, min: 0, example: 1234",
      "user_id: { type: string, example: a",
    );
    stage.edit("domain.yaml", "user_id: { type: long }", "user_id: { type: string }");
    await expect(applyPlan(stage.platform, stage.ownPlan)).rejects.toThrow(
      /BACKWARD: not compatible: [^]*read by statement page-views/,
    );
  });

  test("reads partitions that were added", async () => {
    const stage = await countingStage();
    stage.edit("domain.yaml", "topic: page-view\n", "topic: page-view\n    partitions: 4\n");
    await applyPlan(stage.platform, stage.ownPlan);
    await using admin = new KafkaAdmin({ bootstrapServers: [inject("stack").bootstrapServers] });
    const topics = await admin.describeTopics([`${stage.stage}.streaming.page-view`]);
    expect(topics).toMatchObject([{ partitions: 4 }]);
  });

  test("stops a statement whose domain is gone, and goes on when it is back", async () => {
    const stage = await countingStage();
    const without = { ...stage.ownPlan, statements: [] };
    await expect(applyPlan(stage.platform, without)).rejects.toThrow(
      /statement page-views\n {4}its domain is gone: it is stopped with a savepoint/,
    );
    const choices = new Map([["page-views", "lose"]] as const);
    const changes = await applyPlan(stage.platform, without, { choices });
    expect(changes).toContainEqual({ kind: "statement", name: "page-views", action: "removed" });
    expect(due(await planChanges(stage.platform, without))).not.toContain("remove statement page-views");
    await stage.publish(2);
    await applyPlan(stage.platform, stage.ownPlan);
    await stage.expectResult({ page_view_count: 5 });
  });

  test("refuses a flag for a statement that is not there", async () => {
    const stage = await countingStage();
    const choices = new Map([["page-view", "lose"]] as const);
    await expect(applyPlan(stage.platform, stage.ownPlan, { choices })).rejects.toThrow(
      "There is no statement page-view, so nothing was changed. A statement has the name of its domain: page-views.",
    );
  });

  test("brings the statement back whose new form fails", async () => {
    const stage = await countingStage();
    stage.edit(
      counts,
      "COUNT(*) AS page_view_count",
      "SUM(CAST(webpage AS INT)) + 0 * COUNT(*) AS page_view_count",
    );
    const choices = new Map([["page-views", "replay"]] as const);
    await expect(applyPlan(stage.platform, stage.ownPlan, { choices })).rejects.toThrow(
      /Applying the plan failed at: statement page-views\.\n.*was started again where it had stopped, and nothing was lost\.[^]*For input string/,
    );
    await stage.publish(2);
    await stage.expectResult({ page_view_count: 5 });
  });
});

test("an edit mends a job that fails again and again, and keeps its counts", async () => {
  const stage = new StatementStage(inject("stack"));
  stage.edit(counts, "COUNT(*) AS", "COALESCE(SUM(CAST(webpage AS BIGINT)), 0) AS");
  await applyPlan(stage.platform, stage.ownPlan);
  await stage.publish(3, { webpage: "1" });
  await stage.expectResult({ page_view_count: 3 });
  await stage.publish(1, { webpage: "no number" });
  const { jobManager } = stage.target;
  await expect
    .poll(async () => (await jobManager.exceptions(stage.jobId)).length, patience)
    .toBeGreaterThan(0);
  stage.edit(counts, "WHERE COALESCE", "WHERE webpage <> 'no number' AND COALESCE");
  await applyPlan(stage.platform, stage.ownPlan);
  await stage.publish(2, { webpage: "1" });
  await stage.expectResult({ page_view_count: 5 });
});

test("a table in Postgres gets the columns that it lacks, and no other types", async () => {
  const { postgresUrl } = new StatementStage(inject("stack")).platform;
  const at = { name: "at", type: "timestamptz", nullable: false };
  const views = { name: "views", type: "bigint", nullable: false };
  const table = {
    name: `counts_${Date.now()}`,
    domain: "shop",
    table: "counts",
    columns: [at],
    primaryKey: ["at"],
  };
  const apply = async (...columns: (typeof at)[]) =>
    (await applyPostgresTables(postgresUrl, [{ ...table, columns }])).map(({ action }) => action);
  expect(await apply(at)).toEqual(["created"]);
  expect(await apply(at, views)).toEqual(["updated"]);
  expect(await apply(at, views)).toEqual(["unchanged"]);
  await expect(apply(at, { ...views, type: "text" })).rejects.toThrow(
    /Tables in Postgres cannot be made as the plan says\.\n {2}database table counts_.*\n {4}column views is bigint, the plan says text/,
  );
});

describe("an apply that is killed", () => {
  /** The real cluster for somebody who dies at one of its calls: what is waited for never comes. */
  function dying(
    cluster: StatementCluster,
    at: { readonly call: "stop" | "run" | "untilCheckpointed"; readonly when: "before" | "after" },
    onDeath: () => void,
  ): StatementCluster {
    const perhaps = async <Result>(call: string, act: () => Promise<Result>): Promise<Result> => {
      const die = () => {
        onDeath();
        return new Promise<Result>(() => undefined);
      };
      if (call === at.call && at.when === "before") return die();
      const result = await act();
      return call === at.call ? die() : result;
    };
    return {
      ...cluster,
      stop: (jobId) => perhaps("stop", () => cluster.stop(jobId)),
      untilCheckpointed: (jobId) => perhaps("untilCheckpointed", () => cluster.untilCheckpointed(jobId)),
      open: async (script) => {
        const session = await cluster.open(script);
        onTestFinished(() => session[Symbol.asyncDispose]());
        return {
          compile: (locate): Promise<CompiledPlan> => session.compile(locate),
          run: (submission) => perhaps("run", () => session.run(submission)),
          [Symbol.asyncDispose]: async () => undefined,
        };
      },
    };
  }

  test.each([
    { call: "stop", when: "before" },
    { call: "stop", when: "after" },
    { call: "run", when: "before" },
    { call: "run", when: "after" },
    { call: "untilCheckpointed", when: "after" },
  ] as const)("$when its $call is continued by the next one and loses nothing", async (at) => {
    const stage = await countingStage();
    stage.edit(counts, "'PT1M'", "'PT60S'");
    await new Promise<void>((resolve, reject) => {
      const cluster = dying(flinkStatements(stage.target), at, resolve);
      const place = { cluster, record: stage.target.record };
      new Preparation(place, stage.statement, statementScript(stage.plan, stage.statement))
        .start()
        .catch(reject);
    });
    await stage.publish(2);
    await applyPlan(stage.platform, stage.ownPlan);
    await stage.publish(1);
    await stage.expectResult({ page_view_count: 6, aggregate_interval: "PT60S" });
    const jobs = await stage.target.jobManager.jobs();
    const running = jobs.filter(
      ({ name, state }) => name.endsWith(stage.statement.hash) && state === "RUNNING",
    );
    expect(running.map(({ id }) => id)).toEqual([stage.jobId]);
  });
});

describe("the command", () => {
  test("finds nothing to do on a stack that has just started", async () => {
    const { env } = inject("stack");
    expect((await millrace(["plan"], env)).stdout).toMatch(/^Nothing to do: \d+ unchanged\.\n$/);
    const { stdout } = await millrace(["apply", "--json"], env);
    const changes = JSON.parse(stdout) as { readonly action: string }[];
    expect(new Set(changes.map(({ action }) => action))).toEqual(new Set(["unchanged"]));
  });

  test("does nothing while another process applies, and names it", async () => {
    const stack = inject("stack");
    using _lock = claimApply(sharedTarget(stack).runDir);
    const { stderr } = await millrace(["apply"], stack.env, "capture", 1);
    expect(stderr).toContain(
      `Process ${process.pid} is applying a plan to this stack, so nothing was changed.`,
    );
  });

  test("says that the stack is not running", async () => {
    const env = { ...inject("stack").env, MILLRACE_INSTANCE: "nothing-runs" };
    for (const verb of ["plan", "apply"])
      expect((await millrace([verb], env, "capture", 3)).stderr).toContain("The stack is not running.");
  });

  test(
    "does not lose state to an edit at a start, and says how to apply it",
    { timeout: 300_000 },
    async () => {
      const stack = inject("stack");
      const target = sharedTarget(stack);
      const stage = new StatementStage(stack, "test");
      stage.edit(counts, "SIZE => INTERVAL '1' MINUTE", "SIZE => INTERVAL '2' MINUTE");
      const choices = new Map([["page-views", "lose"]] as const);
      await applyPlan(target, stage.plan, { choices });
      await millrace(["down"], stack.env);
      const { stderr } = await millrace(["up", "--detach"], stack.env);
      expect(stderr).toContain("⚠ statement page-views goes on as it was: its edit is not applied");
      expect(stderr).toContain("    npm run millrace -- apply --accept-state-loss page-views\n");
      expect(await runningNames(target)).toEqual([`page-views-${stage.statement.hash}`]);
      await millrace(["apply"], stack.env, "capture", 1);
      const { stdout } = await millrace(["apply", "--accept-state-loss", "page-views"], stack.env);
      expect(stdout).toContain("statement page-views updated\n");
    },
  );

  test("undoes what was applied to the running stack, which a lost JobManager does not", async () => {
    const stack = inject("stack");
    const target = sharedTarget(stack);
    const stage = new StatementStage(stack, "test");
    const original = target.statements.record.find("page-views")?.hash;
    stage.edit(counts, "'PT1M'", "'PT60S'");
    await applyPlan(target, stage.plan);
    const { hash } = stage.statement;
    process.kill(await enginePid(stack, "flink-jobmanager"), "SIGKILL");
    await expect.poll(() => runningNames(target), patience).toEqual([`page-views-${hash}`]);
    const planned = await millrace(["plan"], stack.env, "capture", 5);
    expect(planned.stdout).toContain("  ~ statement page-views\n");
    const applied = await millrace(["apply"], stack.env);
    expect(applied.stdout).toContain("statement page-views updated\n");
    await expect.poll(() => runningNames(target), patience).toEqual([`page-views-${original}`]);
  });
});

/** The shared stack as its own command sees it. */
function sharedTarget({ env }: StackAddresses): PlatformTarget {
  const home = process.env.MILLRACE_HOME ?? join(import.meta.dirname, "..", "..", ".millrace");
  const layout = instanceLayout(join(home, env.MILLRACE_INSTANCE ?? ""));
  return platformTarget((engine, port) => `127.0.0.1:${env[portVariable(engine, port)]}`, layout);
}

async function runningNames({ statements }: PlatformTarget): Promise<readonly string[]> {
  const submitted = statements.record.find("page-views");
  const jobs = await statements.jobManager.jobs().catch(() => []);
  return jobs
    .filter(({ id, state }) => id === submitted?.jobId && state === "RUNNING")
    .map(({ name }) => name);
}
