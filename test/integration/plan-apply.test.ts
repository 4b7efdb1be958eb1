import { applyPlan, type Difference, planChanges } from "@millrace/engines";
import { KafkaAdmin } from "@millrace/kafka";
import { describe, expect, inject, test } from "vitest";
import { applyPostgresTables } from "../../packages/engines/src/apply/postgres-tables.ts";
import { StatementStage } from "../helpers/statement-stage.ts";

const counts = "page_view_counts.sql";
const patience = { timeout: 60_000, interval: 250 };

async function countingStage(): Promise<StatementStage> {
  const stage = new StatementStage(inject("stack"));
  await applyPlan(stage.platform, stage.plan);
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
    const differences = await planChanges(stage.platform, stage.plan);
    expect(new Set(differences.map(({ action }) => action))).toEqual(new Set(["create"]));
    const first = await applyPlan(stage.platform, stage.plan);
    expect(new Set(first.map(({ action }) => action))).toEqual(new Set(["created"]));
    const { jobId } = stage;
    expect(due(await planChanges(stage.platform, stage.plan))).toEqual([]);
    const second = await applyPlan(stage.platform, stage.plan);
    expect(new Set(second.map(({ action }) => action))).toEqual(new Set(["unchanged"]));
    expect(stage.jobId).toBe(jobId);
  });

  test("changes topics and statements in place and leaves old topics alone", async () => {
    const stage = await countingStage();
    stage.edit("domain.yaml", "retention: 1 day", "retention: 2 days");
    stage.edit("domain.yaml", "topic: page-view.late", "topic: page-view.behind");
    const topic = (name: string) => `topic ${stage.stage}.streaming.${name}`;
    expect(due(await planChanges(stage.platform, stage.plan))).toEqual(
      expect.arrayContaining([
        `change ${topic("page-view")}`,
        `create ${topic("page-view.behind")}`,
        `leave ${topic("page-view.late")}`,
        "change statement page-views",
      ]),
    );
    await applyPlan(stage.platform, stage.plan);
    await stage.publish(1);
    await stage.expectResult({ page_view_count: 4 });
  });

  test("changes nothing at all as long as a loss is not accepted", async () => {
    const stage = await countingStage();
    const { jobId } = stage;
    stage.edit("domain.yaml", "retention: 1 day", "retention: 2 days");
    stage.edit(counts, "SIZE => INTERVAL '1' MINUTE", "SIZE => INTERVAL '2' MINUTE");
    await expect(applyPlan(stage.platform, stage.plan)).rejects.toThrow(
      /Nothing was changed, because state would be lost\.\n {2}statement page-views\n[^]*npm run apply -- --accept-state-loss page-views\n/,
    );
    expect(stage.jobId).toBe(jobId);
    expect(due(await planChanges(stage.platform, stage.plan))).toContain(
      `change topic ${stage.stage}.streaming.page-view`,
    );
  });

  test("refuses before it changes anything where Kafka cannot follow", async () => {
    const stage = await countingStage();
    stage.edit("domain.yaml", "partitions: 2", "partitions: 1");
    stage.edit(counts, "'PT1M'", "'PT60S'");
    const { jobId } = stage;
    await expect(applyPlan(stage.platform, stage.plan)).rejects.toThrow(
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
    await expect(applyPlan(stage.platform, stage.plan)).rejects.toThrow(
      /BACKWARD: not compatible: [^]*read by statement page-views/,
    );
  });

  test("adds partitions to a topic", async () => {
    const stage = await countingStage();
    stage.edit("domain.yaml", "topic: page-view\n", "topic: page-view\n    partitions: 4\n");
    await applyPlan(stage.platform, stage.plan);
    await using admin = new KafkaAdmin({ bootstrapServers: [inject("stack").bootstrapServers] });
    const topics = await admin.describeTopics([`${stage.stage}.streaming.page-view`]);
    expect(topics).toMatchObject([{ partitions: 4 }]);
  });

  test("stops a statement whose domain is gone, and goes on when it is back", async () => {
    const stage = await countingStage();
    const without = { ...stage.plan, statements: [] };
    await expect(applyPlan(stage.platform, without)).rejects.toThrow(
      /statement page-views\n {4}its domain is gone: it is stopped with a savepoint/,
    );
    const choices = new Map([["page-views", "lose"]] as const);
    const changes = await applyPlan(stage.platform, without, { choices });
    expect(changes).toContainEqual({ kind: "statement", name: "page-views", action: "removed" });
    expect(due(await planChanges(stage.platform, without))).not.toContain("remove statement page-views");
    await stage.publish(2);
    await applyPlan(stage.platform, stage.plan);
    await stage.expectResult({ page_view_count: 5 });
  });

  test("refuses a flag for a statement that is not there", async () => {
    const stage = await countingStage();
    const choices = new Map([["page-view", "lose"]] as const);
    await expect(applyPlan(stage.platform, stage.plan, { choices })).rejects.toThrow(
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
    await expect(applyPlan(stage.platform, stage.plan, { choices })).rejects.toThrow(
      /Applying the plan failed at: statement page-views\.\n.*was started again where it had stopped, and nothing was lost\.[^]*For input string/,
    );
    await stage.publish(2);
    await stage.expectResult({ page_view_count: 5 });
  });
});

test("an edit mends a job that fails again and again, and keeps its counts", async () => {
  const stage = new StatementStage(inject("stack"));
  stage.edit(counts, "COUNT(*) AS", "COALESCE(SUM(CAST(webpage AS BIGINT)), 0) AS");
  await applyPlan(stage.platform, stage.plan);
  await stage.publish(3, { webpage: "1" });
  await stage.expectResult({ page_view_count: 3 });
  await stage.publish(1, { webpage: "no number" });
  const { jobManager } = stage.target;
  await expect
    .poll(async () => (await jobManager.exceptions(stage.jobId)).length, patience)
    .toBeGreaterThan(0);
  stage.edit(counts, "WHERE COALESCE", "WHERE webpage <> 'no number' AND COALESCE");
  await applyPlan(stage.platform, stage.plan);
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
    indexes: [],
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
