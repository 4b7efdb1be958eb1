import { join } from "node:path";
import {
  applyPlan,
  instanceLayout,
  type PlatformTarget,
  platformTarget,
  portVariable,
} from "@millrace/engines";
import { describe, expect, inject, test } from "vitest";
import { claimApply } from "../../packages/engines/src/apply/apply-lock.ts";
import { enginePid } from "../helpers/engine-pid.ts";
import { millrace, type StackAddresses } from "../helpers/millrace.ts";
import { StatementStage } from "../helpers/statement-stage.ts";

const counts = "page_view_counts.sql";
const patience = { timeout: 60_000, interval: 250 };

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
      expect(stderr).toContain("    npm run apply -- --accept-state-loss page-views\n");
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
