import { JobManager, SqlGateway } from "@millrace/flink";
import { describe, inject } from "vitest";
import { describeJobs } from "../../unit/flink/contract/job-contract.ts";
import { describeSql } from "../../unit/flink/contract/sql-contract.ts";
import type { Subject } from "../../unit/flink/contract/subject.ts";

const real = (): Subject => {
  const { gatewayUrl, jobManagerUrl } = inject("flink");
  const jobManager = new JobManager({ url: jobManagerUrl });
  return {
    gateway: new SqlGateway({ url: gatewayUrl, jobManager }),
    jobManager,
    prepare: () => undefined,
    moveWatermark: () => undefined,
  };
};

describe("real Flink keeps the contract", () => {
  describeSql(real);
  describeJobs(real);
});
