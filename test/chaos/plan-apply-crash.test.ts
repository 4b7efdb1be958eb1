import { applyPlan, type CompiledPlan } from "@millrace/engines";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { flinkStatements } from "../../packages/engines/src/apply/flink-statements.ts";
import type { StatementCluster } from "../../packages/engines/src/apply/statement-cluster.ts";
import { statementScript } from "../../packages/engines/src/apply/statement-script.ts";
import { Preparation } from "../../packages/engines/src/apply/statements.ts";
import { StatementStage } from "../helpers/statement-stage.ts";

const counts = "page_view_counts.sql";

async function countingStage(): Promise<StatementStage> {
  const stage = new StatementStage(inject("stack"));
  await applyPlan(stage.platform, stage.plan);
  await stage.publish(3);
  await stage.expectResult({ page_view_count: 3 });
  return stage;
}

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
    await applyPlan(stage.platform, stage.plan);
    await stage.publish(1);
    await stage.expectResult({ page_view_count: 6, aggregate_interval: "PT60S" });
    const jobs = await stage.target.jobManager.jobs();
    const running = jobs.filter(
      ({ name, state }) => name.endsWith(stage.statement.hash) && state === "RUNNING",
    );
    expect(running.map(({ id }) => id)).toEqual([stage.jobId]);
  });
});
