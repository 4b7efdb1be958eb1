import { FakeFlink, type FetchLike, JobManager, SqlGateway } from "@millrace/flink";
import {
  diagnosesAsJson,
  doctorWindows,
  formatDiagnoses,
  type StatementDiagnosis,
} from "@millrace/workbench";
import { describe, expect, test } from "vitest";
import { find, statementFacts } from "./statement-facts.ts";

const flink = new FakeFlink();
const script = {
  properties: {},
  ddl: ["CREATE TABLE `counts` (\n  `n` BIGINT\n) WITH (\n  'topic' = 'test.counts'\n)"],
  statementSet: "EXECUTE STATEMENT SET\nBEGIN\nINSERT INTO `counts` (`n`)\nSELECT 1;\nEND",
};
const target = {
  gateway: new SqlGateway(flink.gateway),
  jobManager: new JobManager(flink.jobManager),
  bindings: { "kafka.bootstrap_servers": "127.0.0.1:1", "registry.ccompat_url": "http://127.0.0.1:1" },
  record: { all: () => ({ "page-views": { jobId: "0123456789abcdef0123456789abcdef", script } }) },
};

describe("doctorWindows", () => {
  test("suggests the name that was probably meant", async () => {
    await expect(doctorWindows(target, { names: ["page_views"] })).rejects.toThrow(
      "There is no statement and no result table page_views. Did you mean page-views? Started statements and their results: page-views, counts.",
    );
  });

  test("says that nothing was started", async () => {
    const record = { all: () => ({}) };
    await expect(doctorWindows({ ...target, record })).rejects.toThrow("No statement has been started here.");
  });

  test("passes over statements that were stopped on purpose", async () => {
    const record = { all: () => ({ gone: { jobId: "0", script, isRetired: true } }) };
    await expect(doctorWindows({ ...target, record })).rejects.toThrow("No statement has been started here.");
  });

  test("finds engines that are down, each by itself", async () => {
    const [diagnosis] = await doctorWindows(target, { names: ["counts"], timeoutMs: 50, settleMs: 0 });
    const findings = diagnosis?.findings.map(({ code, subject }) => `${code} ${subject}`);
    expect(findings).toContain("job-missing page-views");
    expect(findings).toContain("engine-unreachable test.counts");
  });

  test("does not wait for a JobManager that hangs", async () => {
    const fetch: FetchLike = (_url, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error));
      });
    const jobManager = new JobManager({ url: "http://jobmanager.fake", fetch });
    const [diagnosis] = await doctorWindows({ ...target, jobManager }, { timeoutMs: 50 });
    expect(diagnosis?.findings.map(({ sentence }) => sentence)).toContain(
      "page-views: the job could not be looked at. It did not answer in time.",
    );
  });
});

describe("a diagnosis", () => {
  const finding = find("topic-empty", { events: [[]] });
  const diagnosis: StatementDiagnosis = {
    statement: "page-views",
    jobId: "0123",
    findings: finding === undefined ? [] : [finding],
    inOrder: ["job runs", "counts has rows"],
    facts: statementFacts(),
  };

  test("is a paragraph with what is in order at its end", () => {
    expect(formatDiagnoses([diagnosis])).toBe(
      [
        "page-views (job 0123)",
        "  ▲ warning topic-empty: Topic test.page-view holds no events: none was ever written.",
        "      Publish some.",
        "  In order: job runs; counts has rows.",
      ].join("\n"),
    );
  });

  test("without findings says so", () => {
    expect(formatDiagnoses([{ ...diagnosis, findings: [] }])).toContain("  Nothing is in the way.\n");
  });

  test("is one JSON value without the list of event times", () => {
    const { statements } = JSON.parse(diagnosesAsJson([diagnosis])) as { statements: readonly unknown[] };
    expect(statements[0]).toMatchObject({ statement: "page-views", findings: [{ code: "topic-empty" }] });
    expect(JSON.stringify(statements)).toContain('"eventTimes":1');
  });
});
