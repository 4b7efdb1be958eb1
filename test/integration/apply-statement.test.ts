import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { compileDomain, loadDomainFolder, type Plan, type StatementPlan } from "@millrace/domain";
import {
  applySchemas,
  applyTopics,
  localBindings,
  prepareStatement,
  StatementRecord,
  type StatementTarget,
} from "@millrace/engines";
import { JobManager, SqlGateway } from "@millrace/flink";
import { KafkaAdmin, RegistryClient } from "@millrace/kafka";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { addressIn, type StackAddresses } from "../helpers/millrace.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const root = join(import.meta.dirname, "..", "..");

/** The domain under a stage of its own, with its topics and schemas made and nothing running. */
async function domainOfItsOwn(stack: StackAddresses): Promise<{ plan: Plan; target: StatementTarget }> {
  const plan = compileDomain(loadDomainFolder(root, "page-views"), { stage: `s${randomUUID().slice(0, 8)}` });
  await using admin = new KafkaAdmin({ bootstrapServers: [stack.bootstrapServers] });
  await applyTopics(admin, plan.topics);
  await applySchemas(new RegistryClient({ url: stack.registryUrl }), plan.schemas);
  const jobManager = new JobManager({ url: stack.jobManagerUrl });
  const record = new StatementRecord(temporaryFolder());
  onTestFinished(async () => {
    for (const { jobId } of Object.values(record.all())) await jobManager.cancel(jobId);
  });
  const gateway = new SqlGateway({ url: stack.gatewayUrl, jobManager });
  return { plan, target: { gateway, jobManager, record, bindings: localBindings(addressIn(stack)) } };
}

async function apply(target: StatementTarget, plan: Plan, statement: StatementPlan) {
  await using prepared = await prepareStatement(target, plan, statement);
  return await prepared.start();
}

function changed(statement: StatementPlan, hash: string, inserts: StatementPlan["inserts"]): StatementPlan {
  return { ...statement, hash, inserts };
}

describe("applying a statement", () => {
  test("starts it once and then leaves it alone", async () => {
    const { plan, target } = await domainOfItsOwn(inject("stack"));
    const [statement] = plan.statements as [StatementPlan];
    expect(await apply(target, plan, statement)).toMatchObject({ action: "created" });
    const { jobId } = target.record.find(statement.name) ?? {};
    expect(await apply(target, plan, statement)).toMatchObject({ action: "unchanged" });
    expect(target.record.find(statement.name)?.jobId).toBe(jobId);
  });

  test("goes on from the state of the one before when it can", async () => {
    const { plan, target } = await domainOfItsOwn(inject("stack"));
    const [statement] = plan.statements as [StatementPlan];
    await apply(target, plan, statement);
    const inserts = statement.inserts.map((insert) => ({
      ...insert,
      query: { ...insert.query, text: insert.query.text.replace("'PT1M'", "'PT60S'") },
    }));
    const change = await apply(target, plan, changed(statement, "0123456789ab", inserts));
    expect(change).toMatchObject({ kind: "statement", action: "updated" });
    const { jobId } = target.record.find(statement.name) ?? {};
    const { restoredFrom } = await target.jobManager.checkpoints(jobId as string);
    expect(restoredFrom?.path).toContain("/savepoint-");
  });

  test("runs the one before again when the change cannot keep its state", async () => {
    const { plan, target } = await domainOfItsOwn(inject("stack"));
    const [statement] = plan.statements as [StatementPlan];
    await apply(target, plan, statement);
    const fewer = changed(statement, "0123456789ab", statement.inserts.slice(0, 1));
    await expect(apply(target, plan, fewer)).rejects.toThrow(
      /The changed statement page-views could not start from the state of the running one \(file:.+\), so the running one was started again and nothing was lost\./,
    );
    const brought = target.record.find(statement.name);
    expect(brought?.hash).toBe(statement.hash);
    expect(await target.jobManager.state(brought?.jobId as string)).toBe("RUNNING");
  });

  test("shows where a statement is wrong in its file", async () => {
    const { plan, target } = await domainOfItsOwn(inject("stack"));
    const [statement] = plan.statements as [StatementPlan];
    const inserts = statement.inserts.map((insert) => ({
      ...insert,
      query: { ...insert.query, text: insert.query.text.replaceAll("COUNT(*)", "COUNTS(*)") },
    }));
    await expect(apply(target, plan, changed(statement, "0123456789ab", inserts))).rejects.toThrow(
      /sql\/page-views\/page_view_counts\.sql:\d+:\d+/,
    );
    expect(target.record.find(statement.name)).toBeUndefined();
  });
});
