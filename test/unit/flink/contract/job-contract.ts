import { randomUUID } from "node:crypto";
import type { GatewaySession } from "@millrace/flink";
import { FlinkJobError, FlinkJobNotFoundError, FlinkSavepointError } from "@millrace/flink";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ENDLESS, LIMIT, type Subject } from "./subject.ts";

const NO_JOB = "00000000000000000000000000000000";

/** What a JobManager does for its clients. */
export function describeJobs(connect: () => Subject): void {
  describe("the JobManager", () => {
    let subject: Subject;
    let session: GatewaySession;
    let jobId: string;

    const startJob = async (name: string) => {
      await session.configure(`SET 'pipeline.name' = '${name}'`);
      const statement = await session.execute(
        "EXECUTE STATEMENT SET BEGIN INSERT INTO sink SELECT id FROM source; INSERT INTO sink SELECT id + 1 FROM source; END",
      );
      await subject.jobManager.waitUntilRunning(String(statement.jobId), LIMIT);
      return String(statement.jobId);
    };

    beforeAll(async () => {
      subject = connect();
      await subject.jobManager.ready({ slots: 1, ...LIMIT });
      // A cluster may restart failed jobs for ever; these are to fail.
      session = await subject.gateway.openSession({ properties: { "restart-strategy.type": "none" } });
      await session.execute(
        `CREATE TABLE source (id BIGINT, seen_at AS TO_TIMESTAMP_LTZ(id, 3), WATERMARK FOR seen_at AS seen_at) ${ENDLESS}`,
      );
      await session.execute("CREATE TABLE sink (id BIGINT) WITH ('connector' = 'blackhole')");
      jobId = await startJob("contract");
    });
    afterAll(async () => {
      await subject.jobManager.cancel(jobId);
      await session.close();
    });

    test("a statement set is one job with its name", async () => {
      const job = (await subject.jobManager.jobs()).find(({ id }) => id === jobId);
      expect(job).toMatchObject({ name: "contract", state: "RUNNING", endedAt: undefined });
    });

    test("a job has vertices and the times of its states", async () => {
      const job = await subject.jobManager.job(jobId);
      expect([job.vertices.length > 0, job.stateTimes.RUNNING !== undefined]).toEqual([true, true]);
    });

    test("the overview counts slots and jobs", async () => {
      const overview = await subject.jobManager.overview();
      expect(overview.flinkVersion).toBe("2.2.0");
      expect(overview.jobsRunning).toBeGreaterThan(0);
      expect(overview.slotsAvailable).toBeLessThan(overview.slotsTotal);
    });

    test("metrics that exist are read by name", async () => {
      // A JobManager gathers metrics every few seconds.
      await vi.waitFor(
        async () => expect(await subject.jobManager.metricNames(jobId)).toContain("numRestarts"),
        LIMIT.timeoutMs,
      );
      expect([...(await subject.jobManager.metrics(jobId, ["numRestarts", "noSuchMetric"]))]).toEqual([
        ["numRestarts", "0"],
      ]);
    });

    test("every vertex tells its back-pressure", async () => {
      const pressure = await subject.jobManager.backPressure(jobId);
      expect(pressure.map(({ vertexId }) => vertexId)).toEqual(
        (await subject.jobManager.job(jobId)).vertices.map(({ id }) => id),
      );
    });

    test("watermarks are told by vertex and subtask", async () => {
      subject.moveWatermark(jobId, 42);
      const known = await vi.waitFor(async () => {
        const found = (await subject.jobManager.watermarks(jobId)).find(({ lowest }) => lowest !== undefined);
        expect(found).toBeDefined();
        return found;
      }, LIMIT.timeoutMs);
      expect(known?.subtasks).toEqual([{ subtask: 0, watermark: known?.lowest }]);
    });

    test("a running job has no exceptions", async () => {
      expect(await subject.jobManager.exceptions(jobId)).toEqual([]);
    });

    test("a savepoint of a running job leaves it running", async () => {
      const path = await subject.jobManager.savepoint(jobId, LIMIT);
      expect(path).toMatch(/^file:.*savepoint/);
      const { latestSavepoint, counts } = await subject.jobManager.checkpoints(jobId);
      expect([latestSavepoint?.path, latestSavepoint?.isSavepoint, counts.completed > 0]).toEqual([
        path,
        true,
        true,
      ]);
      expect(await subject.jobManager.state(jobId)).toBe("RUNNING");
      await subject.jobManager.disposeSavepoint(path, LIMIT);
    });

    test("disposing of a savepoint that is not there fails", async () => {
      await expect(subject.jobManager.disposeSavepoint("file:/tmp/no-such-savepoint", LIMIT)).rejects.toThrow(
        FlinkSavepointError,
      );
    });

    test("stopping with a savepoint finishes the job", async () => {
      const own = await startJob("stopped");
      expect(await subject.jobManager.stop(own, LIMIT)).toMatch(/^file:.*savepoint/);
      expect(await subject.jobManager.waitForState(own, "FINISHED", LIMIT)).toBe("FINISHED");
    });

    test("cancelling twice is the same as once", async () => {
      const own = await startJob("cancelled");
      await subject.jobManager.cancel(own);
      await subject.jobManager.waitForState(own, "CANCELED", LIMIT);
      await subject.jobManager.cancel(own);
      expect(await subject.jobManager.state(own)).toBe("CANCELED");
    });

    test("waiting for a state that cannot come throws", async () => {
      const own = await startJob("never-failed");
      await subject.jobManager.cancel(own);
      await expect(subject.jobManager.waitForState(own, "FINISHED", LIMIT)).rejects.toThrow(FlinkJobError);
    });

    test("a failed job tells its root cause", async () => {
      const query = "SELECT CAST(v AS INT) AS failing FROM (VALUES ('xyz')) AS t (v)";
      const failure = "For input string: 'xyz'. Invalid character found.";
      subject.prepare(query, { columns: { failing: "INT" }, failure });
      const name = `failing-${randomUUID()}`;
      await session.configure(`SET 'pipeline.name' = '${name}'`);
      // A quick failure is told by the first page, a slower one by a later page.
      const read = async () => (await session.execute(query)).rows();
      await expect(read()).rejects.toThrow(failure);
      const failed = (await subject.jobManager.jobs()).find((job) => job.name === name);
      const [latest] = await subject.jobManager.exceptions(String(failed?.id));
      expect(latest?.rootCause.message).toBe(failure);
      await expect(subject.jobManager.waitForState(String(failed?.id), "RUNNING")).rejects.toThrow(
        `is FAILED: ${failure}`,
      );
    });

    test("a job that nobody knows is not found", async () => {
      await expect(subject.jobManager.job(NO_JOB)).rejects.toThrow(FlinkJobNotFoundError);
      await expect(subject.jobManager.cancel(NO_JOB)).rejects.toThrow(`knows no job ${NO_JOB}`);
    });
  });
}
