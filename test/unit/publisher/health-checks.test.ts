import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { s3Check } from "../../../apps/publisher/src/health/checks/s3.ts";
import { receiptsCheck } from "../../../apps/publisher/src/health/checks/receipts.ts";
import { spoolCheck, type SpoolState } from "../../../apps/publisher/src/health/checks/spool.ts";
import { streamJobsCheck } from "../../../apps/publisher/src/health/checks/stream-jobs.ts";

const { signal } = new AbortController();

/** A server that answers every request with a status and a body. */
async function answering(answer: (request: IncomingMessage) => readonly [number, string]): Promise<string> {
  const server = createServer((request, response) => {
    const [status, body] = answer(request);
    response.writeHead(status).end(request.method === "HEAD" ? undefined : body);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const job = (name: string, state = "RUNNING", { at = 1, running = 4 } = {}) => ({
  jid: "f",
  name,
  state,
  "start-time": at,
  tasks: { total: 4, running, finished: 0 },
});

async function jobsCheck(jobs: readonly object[], statements = ["page-views"]) {
  const url = await answering(() => [200, JSON.stringify({ jobs })]);
  return streamJobsCheck({ url, statements: () => statements })(signal);
}

describe("the check of stream jobs", () => {
  test("looks at the newest job of every statement", async () => {
    const jobs = [
      job("page-views-000000000000", "CANCELED"),
      job("page-views-0123456789ab", "RUNNING", { at: 2 }),
      job("iot-0123456789ab", "FAILED"),
    ];
    expect(await jobsCheck(jobs)).toEqual({ statements: 1, running: 1 });
  });

  test.each([
    ["has no job", [job("page-views-too-0123456789ab")], "page-views has no job"],
    ["is failing", [job("page-views-0123456789ab", "RESTARTING")], "page-views is RESTARTING"],
    [
      "waits for slots",
      [job("page-views-0123456789ab", "RUNNING", { running: 1 })],
      "of page-views 1 of 4 tasks run",
    ],
  ])("names a statement that %s", async (_, jobs, message) => {
    await expect(jobsCheck(jobs)).rejects.toThrow(message);
  });

  test("says what is not Flink", async () => {
    const url = await answering(() => [200, "<html>hello"]);
    const check = streamJobsCheck({ url, statements: () => [] });
    await expect(check(signal)).rejects.toThrow(
      `${url}/jobs/overview is no list of Flink's jobs, it begins <html>hello`,
    );
  });

  test("says where nobody answers", async () => {
    const check = streamJobsCheck({ url: "http://127.0.0.1:1", statements: () => [] });
    await expect(check(signal)).rejects.toThrow(
      /^Flink at http:\/\/127\.0\.0\.1:1\/jobs\/overview cannot be reached \(/,
    );
  });
});

describe("the check of S3", () => {
  const options = { region: "us-east-1", credentials: { accessKeyId: "a", secretAccessKey: "b" } };
  const statuses = (byBucket: Readonly<Record<string, number>>) =>
    answering(({ url = "" }) => [byBucket[url.slice(1).replace(/[/?].*/, "")] ?? 500, ""]);

  test("asks for every bucket, signed", async () => {
    const asked: unknown[] = [];
    const endpoint = await answering(({ method, url, headers }) => {
      asked.push([method, url, headers.authorization?.startsWith("AWS4-HMAC-SHA256 Credential=a/")]);
      return [200, ""];
    });
    expect(await s3Check({ ...options, endpoint, buckets: () => ["raw"] })(signal)).toEqual({ buckets: 1 });
    expect(asked).toEqual([["HEAD", "/raw/", true]]);
  });

  test("tells a wrong secret from a missing bucket", async () => {
    const endpoint = await statuses({ raw: 403, output: 404, odd: 500 });
    const check = s3Check({ ...options, endpoint, buckets: () => ["raw", "output", "odd"] });
    await expect(check(signal)).rejects.toThrow(
      "bucket raw: the credentials are refused (403), or may not look at it; bucket output does not exist; " +
        "bucket odd: the server answers 500",
    );
  });

  test("says that nobody answers", async () => {
    const check = s3Check({ ...options, endpoint: "http://127.0.0.1:1", buckets: () => ["raw"] });
    await expect(check(signal)).rejects.toThrow(/^bucket raw: the server cannot be reached \(/);
  });
});

describe("the check of receipts", () => {
  const state = { events: 7, horizonSeconds: 3_600 };

  test("tells how much is remembered and for how long", async () => {
    expect(await receiptsCheck(() => state)(signal)).toEqual(state);
  });

  test("fails where nothing can be remembered", async () => {
    const broken = receiptsCheck(() => ({ ...state, fault: "ENOSPC" }));
    await expect(broken(signal)).rejects.toThrow(
      "what is taken cannot be remembered, and may be taken twice: ENOSPC",
    );
  });
});

describe("the check of the spool", () => {
  const state: SpoolState = { events: 2, bytes: 90, maxBytes: 100, oldestAgeMs: 5, circuit: "open" };

  test("shows what waits", async () => {
    expect(await spoolCheck(() => state)(signal)).toEqual(state);
  });

  test("is down when there is no room", async () => {
    const full = spoolCheck(() => ({ ...state, bytes: 100 }));
    await expect(full(signal)).rejects.toThrow("the spool is full: 100 of at most 100 bytes wait for Kafka");
    const broken = spoolCheck(() => ({ ...state, fault: "ENOSPC" }));
    await expect(broken(signal)).rejects.toThrow("the spool cannot be written: ENOSPC");
  });
});
