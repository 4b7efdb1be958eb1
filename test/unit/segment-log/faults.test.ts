import { SegmentLog, LogWriteError } from "@millrace/segment-log";
import { expect, test, vi } from "vitest";
import { payloads, readTexts } from "../../helpers/log-entries.ts";
import { SimulatedDisk } from "../../helpers/simulated-disk.ts";

test("a full disk is told, and what it took is cut off", async () => {
  const { disk, log } = await open();
  disk.fail("write", "ENOSPC", 7);
  await expect(log.append(payloads("lost"))).rejects.toThrow(
    "the log a log cannot be written (ENOSPC: simulated); make room on its disk",
  );
  disk.heal();
  await log.append(payloads("kept"));
  expect(await readTexts(log)).toEqual(["before", "kept"]);
  expect(log.recovery.damages).toEqual([]);
});

test("what a failed write has left is no entry later", async () => {
  const { disk, log } = await open();
  disk.fail("write", "EIO", 16);
  await expect(log.append(payloads("lost"))).rejects.toMatchObject({ code: "LOG_NOT_WRITTEN", fault: "EIO" });
  disk.heal();
  await log.append(payloads("kept"));
  await log.close();
  await using again = await SegmentLog.open("a log", { takeFolder: disk.take });
  expect(await readTexts(again)).toEqual(["before", "kept"]);
});

test("nothing is written before a torn write is cut off", async () => {
  const { disk, log } = await open();
  disk.fail("write", "EIO", 7);
  disk.fail("truncate", "EIO");
  await expect(log.append(payloads("lost"))).rejects.toBeInstanceOf(LogWriteError);
  await expect(log.append(payloads("lost too"))).rejects.toBeInstanceOf(LogWriteError);
  expect(disk.content(firstSegment)).toHaveLength(18 + 7);
  disk.heal();
  await log.append(payloads("kept"));
  expect(await readTexts(log)).toEqual(["before", "kept"]);
});

test("what a sync has not confirmed is not kept", async () => {
  const { disk, log } = await open();
  disk.fail("sync", "EIO");
  await expect(log.append(payloads("lost"))).rejects.toThrow(/EIO: simulated\); look at its disk/);
  disk.heal();
  expect(await readTexts(log)).toEqual(["before"]);
});

test("those that wait behind a failed write fail with it", async () => {
  const { disk, log } = await open();
  disk.fail("write", "ENOSPC");
  const first = log.append(payloads("one"));
  const second = log.append(payloads("two"));
  await expect(first).rejects.toBeInstanceOf(LogWriteError);
  await expect(second).rejects.toBeInstanceOf(LogWriteError);
  disk.heal();
  expect(await log.append(payloads("three"))).toEqual([18]);
});

test("a segment that cannot be made fails the append", async () => {
  const { disk, log } = await open({ segmentBytes: 20 });
  disk.fail("create", "ENOSPC");
  await expect(log.append(payloads("second"))).rejects.toMatchObject({ fault: "ENOSPC" });
  disk.heal();
  await log.append(payloads("third"));
  expect(await readTexts(log)).toEqual(["before", "third"]);
});

test("a sync that nobody waits for is told when it fails", async () => {
  const onFault = vi.fn<(error: LogWriteError) => void>();
  const { disk, log } = await open({ sync: "interval", syncIntervalMs: 1, onFault });
  await log.append(payloads("more"));
  disk.fail("sync", "EIO");
  await vi.waitFor(() => expect(onFault).toHaveBeenCalledOnce());
  expect(onFault.mock.calls[0]?.[0]).toMatchObject({ fault: "EIO" });
});

test("a log that cannot be recovered gives its folder free", async () => {
  const disk = new SimulatedDisk();
  disk.fail("create", "EACCES");
  await expect(SegmentLog.open("a log", { takeFolder: disk.take })).rejects.toThrow("EACCES");
  disk.heal();
  await using log = await SegmentLog.open("a log", { takeFolder: disk.take });
  expect(log.endPosition).toBe(0);
});

const firstSegment = "00000000000000000000.log";

/** A log with one entry. */
async function open(options: Parameters<typeof SegmentLog.open>[1] = {}) {
  const disk = new SimulatedDisk();
  const log = await SegmentLog.open("a log", { ...options, takeFolder: disk.take });
  await log.append(payloads("before"));
  return { disk, log };
}
