import { expect, test } from "vitest";
import {
  innermostCause,
  waitUntilRunning,
} from "../../../packages/engines/src/connect/wait-until-running.ts";
import { fakeConnect, statusAnswer } from "./connect-fake.ts";

const delay = async () => undefined;
const trace = [
  "org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask",
  "\tat org.apache.kafka.Worker.run(Worker.java:1)",
  "Caused by: java.io.UncheckedIOException: wrapped",
  "\t... 10 more",
  "Caused by: software.S3Exception: The bucket does not exist",
  "\tat software.S3.put(S3.java:1)",
].join("\n");

test("waiting ends when connector and tasks run", async () => {
  const { client } = fakeConnect(
    statusAnswer("raw", "UNASSIGNED"),
    statusAnswer("raw", "RUNNING"),
    statusAnswer("raw", "RUNNING", "RUNNING"),
  );
  await expect(waitUntilRunning(client, ["raw"], { delay })).resolves.toBeUndefined();
});

test("a failed task is told with its innermost cause", async () => {
  const { client } = fakeConnect(statusAnswer("raw", "RUNNING", "RUNNING", { trace }));
  await expect(waitUntilRunning(client, ["raw"], { delay })).rejects.toThrow(
    "Connector raw failed in task 1: software.S3Exception: The bucket does not exist. " +
      "Set right what it names, then apply again (failed tasks are restarted).",
  );
});

test("a failure that a restart ends is waited out", async () => {
  const { client } = fakeConnect(
    statusAnswer("raw", "RUNNING", { trace }),
    statusAnswer("raw", "RUNNING", "RESTARTING"),
    statusAnswer("raw", "RUNNING", "RUNNING"),
  );
  await expect(waitUntilRunning(client, ["raw"], { delay })).resolves.toBeUndefined();
});

test("what was told before a restart is not believed", async () => {
  const old = statusAnswer("raw", "RUNNING", "RUNNING");
  const { client } = fakeConnect(
    old,
    old,
    old,
    old,
    statusAnswer("raw", "RUNNING", "RESTARTING"),
    statusAnswer("raw", "RUNNING", { trace }),
  );
  const waiting = waitUntilRunning(client, ["raw"], { delay, restarted: ["raw"] });
  await expect(waiting).rejects.toThrow("The bucket does not exist");
});

test("a restart that is never seen is taken to be over", async () => {
  const { client, requests } = fakeConnect(statusAnswer("raw", "RUNNING", "RUNNING"));
  await waitUntilRunning(client, ["raw"], { delay, restarted: ["raw"] });
  expect(requests).toHaveLength(201);
});

test("connectors that never run are listed with their states", async () => {
  const { client } = fakeConnect(statusAnswer("raw", "RUNNING"));
  await expect(waitUntilRunning(client, ["raw", "late"], { delay, timeoutMs: 1000 })).rejects.toThrow(
    "Not every connector runs after 1 s, expected RUNNING with at least one task:\n" +
      '  raw: RUNNING, no tasks\n  late: absent\nLook at "npm run logs -- connect".',
  );
});

test("a trace of one exception is its own cause", () => {
  expect(innermostCause("java.lang.Error: broken\n\tat a.b(C.java:1)\n")).toBe("java.lang.Error: broken");
});
