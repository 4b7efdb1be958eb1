import { FakeFlink, JobManager, SqlGateway } from "@millrace/flink";
import { describe, expect, test } from "vitest";
import { untilCheckpointed } from "../../../packages/engines/src/apply/job-health.ts";

async function startedJob() {
  const flink = new FakeFlink();
  await using session = await new SqlGateway(flink.gateway).openSession();
  await session.configure("CREATE TABLE t (a INT)");
  const { jobId = "" } = await session.execute("INSERT INTO t VALUES (1)");
  return { flink, jobId, jobManager: new JobManager(flink.jobManager) };
}

describe("waiting for a job's first checkpoint", () => {
  test("ends when there is one", async () => {
    const { jobId, jobManager } = await startedJob();
    await jobManager.savepoint(jobId);
    await expect(untilCheckpointed(jobManager, jobId)).resolves.toBeUndefined();
  });

  test("ends with the root cause of the first failure", async () => {
    const { flink, jobId, jobManager } = await startedJob();
    flink.failJob(jobId, "division by zero");
    await expect(untilCheckpointed(jobManager, jobId)).rejects.toThrow(/is FAILED: .*division by zero/);
  });
});
