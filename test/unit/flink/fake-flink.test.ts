import { FakeFlink, JobManager, SqlGateway } from "@millrace/flink";
import { describe } from "vitest";
import { describeJobs } from "./contract/job-contract.ts";
import { describeSql } from "./contract/sql-contract.ts";
import type { Subject } from "./contract/subject.ts";

const fake = (): Subject => {
  const flink = new FakeFlink();
  const jobManager = new JobManager(flink.jobManager);
  return {
    gateway: new SqlGateway({ ...flink.gateway, jobManager }),
    jobManager,
    prepare: (sql, answer) => flink.answer(sql, answer),
    moveWatermark: (jobId, watermark) => flink.setWatermark(jobId, watermark),
  };
};

describe("the fake keeps the contract", () => {
  describeSql(fake);
  describeJobs(fake);
});
