import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SegmentLog } from "@millrace/segment-log";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

test("a log belongs to one opener at a time", async () => {
  const folder = temporaryFolder();
  await using _log = await SegmentLog.open(folder);
  await expect(SegmentLog.open(folder)).rejects.toThrow(
    `the log ${folder} is in use by process ${process.pid}; a log belongs to one process at a time: ` +
      "stop that process, or give this one another folder",
  );
});

test("another process that lives keeps its log", async () => {
  const folder = temporaryFolder();
  const pid = await otherProcess();
  writeFileSync(join(folder, "lock"), JSON.stringify({ pid, started: "" }));
  await expect(SegmentLog.open(folder)).rejects.toMatchObject({ code: "LOG_LOCKED", pid });
});

test("the lock of a process that has ended is taken over", async () => {
  const folder = temporaryFolder();
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "close");
  writeFileSync(join(folder, "lock"), JSON.stringify({ pid: child.pid, started: "" }));
  await using _log = await SegmentLog.open(folder);
  expect(JSON.parse(readFileSync(join(folder, "lock"), "utf8"))).toMatchObject({ pid: process.pid });
});

test.runIf(existsSync("/proc/self/stat"))("a later process with the same id is not the owner", async () => {
  const folder = temporaryFolder();
  const pid = await otherProcess();
  writeFileSync(join(folder, "lock"), JSON.stringify({ pid, started: "another boot 17" }));
  await using log = await SegmentLog.open(folder);
  expect(log.endPosition).toBe(0);
});

test("a lock of this process that it does not know is taken over", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "lock"), JSON.stringify({ pid: process.pid, started: "" }));
  await using log = await SegmentLog.open(folder);
  expect(log.endPosition).toBe(0);
});

test("a lock that cannot be read is taken over", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "lock"), "");
  await using log = await SegmentLog.open(folder);
  expect(log.endPosition).toBe(0);
});

test("closing gives the folder free", async () => {
  const folder = temporaryFolder();
  await (await SegmentLog.open(folder)).close();
  expect(existsSync(join(folder, "lock"))).toBe(false);
  await using log = await SegmentLog.open(folder);
  expect(log.endPosition).toBe(0);
});

/** A process that lives as long as the test. */
async function otherProcess(): Promise<number> {
  const child = spawn(process.execPath, ["-e", "process.stdin.resume()"]);
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "spawn");
  return child.pid as number;
}
