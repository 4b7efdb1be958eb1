import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { readConnectors, together } from "../../../../apps/metrics/src/pipeline/connector-states.ts";
import { readJobs } from "../../../../apps/metrics/src/pipeline/flink-jobs.ts";

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

/** A server that answers JSON by path. */
async function answering(answers: Readonly<Record<string, unknown>>): Promise<string> {
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ""];
    response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? "nothing here"));
  });
  opened.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function job(name: string, state: string, running = 2) {
  return { jid: name, name, state, "start-time": 1, tasks: { total: 2, running, finished: 0 } };
}

test("a statement's job says its state and last checkpoint", async () => {
  const url = await answering({
    "/jobs/overview": { jobs: [job("shop-0123456789ab", "RUNNING"), job("iot-0123456789ab", "RUNNING", 1)] },
    "/jobs/shop-0123456789ab/checkpoints": {
      latest: { completed: { latest_ack_timestamp: 9, end_to_end_duration: 40 } },
    },
    "/jobs/iot-0123456789ab/checkpoints": { latest: null },
  });
  expect(Object.fromEntries(await readJobs(url, ["shop", "iot", "other"], 2_000))).toEqual({
    shop: { status: "UP", lastCheckpointAtMs: 9, checkpointMs: 40 },
    iot: { status: "DEGRADED", detail: "of iot 1 of 2 tasks run" },
    other: { status: "DOWN", detail: "other has no job" },
  });
});

test("a job that failed is down", async () => {
  const url = await answering({ "/jobs/overview": { jobs: [job("shop-0123456789ab", "FAILED")] } });
  expect((await readJobs(url, ["shop"], 2_000)).get("shop")).toEqual({
    status: "DOWN",
    detail: "shop is FAILED",
  });
});

test("another server than Flink is said to be one", async () => {
  const url = await answering({ "/jobs/overview": { hello: "there" } });
  await expect(readJobs(url, [], 2_000)).rejects.toThrow(
    'answers something else than expected, it begins {"hello"',
  );
});

test("a task that failed says why", async () => {
  const status = (state: string, trace?: string) => ({
    status: { connector: { state: "RUNNING" }, tasks: [{ id: 0, state, trace }] },
  });
  const url = await answering({
    "/connectors?expand=status": {
      sink: status("RUNNING"),
      broken: status("FAILED", "java.lang.Error: no table\n\tat x"),
      fresh: { status: { connector: { state: "RUNNING" }, tasks: [] } },
      paused: { status: { connector: { state: "PAUSED" }, tasks: [] } },
    },
  });
  expect(Object.fromEntries(await readConnectors(url, 2_000))).toEqual({
    sink: { status: "UP" },
    broken: { status: "DOWN", detail: "task 0 of broken has FAILED: java.lang.Error: no table" },
    fresh: { status: "DEGRADED", detail: "fresh has no task yet" },
    paused: { status: "DOWN", detail: "paused is PAUSED" },
  });
});

test("several are down together only when all are", () => {
  const down = { status: "DOWN", detail: "why" } as const;
  expect(together([{ status: "UP" }, down])).toEqual({ status: "DEGRADED", detail: "why" });
  expect(together([down, down])).toEqual(down);
  expect(together([])).toEqual({ status: "UNKNOWN" });
});
