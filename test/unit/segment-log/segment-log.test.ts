import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { bytesOf, EntryNotFoundError, SegmentLog } from "@millrace/segment-log";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { payloads, readTexts } from "../../helpers/log-entries.ts";
import { SimulatedDisk } from "../../helpers/simulated-disk.ts";

const inMemory = (path: string) => new SimulatedDisk().take(path);

test("entries are read in the order they were appended", async () => {
  await using log = await SegmentLog.open(temporaryFolder());
  await Promise.all([log.append(payloads("a", "b")), log.append(payloads("c"))]);
  expect(await readTexts(log)).toEqual(["a", "b", "c"]);
});

test("a reopened log goes on where it ended", async () => {
  const folder = temporaryFolder();
  const log = await SegmentLog.open(folder);
  await log.append(payloads("a"));
  await log.close();
  await using again = await SegmentLog.open(folder);
  await again.append(payloads("b"));
  expect(await readTexts(again)).toEqual(["a", "b"]);
  expect(again.recovery).toEqual({
    entries: 1,
    tornTail: undefined,
    damages: [],
    missing: [],
    quarantinedBytes: 0,
  });
});

test("an entry is read at its position", async () => {
  await using log = await SegmentLog.open(temporaryFolder());
  const large = Buffer.alloc(10_000, "x");
  const [first, second] = await log.append([large, Buffer.from("b")]);
  expect(log.readAtSync(first as number)).toEqual(large);
  expect(log.readAtSync(second as number).toString()).toBe("b");
});

test("reading may begin at any entry", async () => {
  await using log = await SegmentLog.open(temporaryFolder());
  const positions = await log.append(payloads("a", "b", "c"));
  expect(await readTexts(log, positions[1])).toEqual(["b", "c"]);
});

test("a position where no entry begins has none", async () => {
  await using log = await SegmentLog.open(temporaryFolder());
  const [position = 0] = await log.append(payloads("ab"));
  expect(() => log.readAtSync(position + 1)).toThrow(EntryNotFoundError);
  expect(() => log.readAtSync(position + 1000)).toThrow(/no entry begins at position 1000 of the log .*;/);
});

test("a full segment is followed by a new one", async () => {
  const folder = temporaryFolder();
  await using log = await SegmentLog.open(folder, { segmentBytes: 30 });
  await log.append(payloads("first"));
  await log.append(payloads("second"));
  await log.append(payloads("third"));
  expect(segmentsIn(folder)).toHaveLength(3);
  expect(await readTexts(log)).toEqual(["first", "second", "third"]);
});

test("trimming removes segments that are not needed", async () => {
  const folder = temporaryFolder();
  await using log = await SegmentLog.open(folder, { segmentBytes: 30 });
  await log.append(payloads("first"));
  const [second = 0] = await log.append(payloads("second"));
  await log.append(payloads("third"));
  await log.trim(second + 1);
  expect(segmentsIn(folder)).toHaveLength(2);
  expect(log.firstPosition).toBe(second);
  expect(await readTexts(log)).toEqual(["second", "third"]);
});

test("a log that is trimmed to its end is empty", async () => {
  const folder = temporaryFolder();
  const log = await SegmentLog.open(folder);
  await log.append(payloads("first"));
  const end = log.endPosition;
  await log.trim(end);
  expect(log.sizeBytes).toBe(0);
  await log.close();
  await using again = await SegmentLog.open(folder);
  expect(await again.append(payloads("second"))).toEqual([end]);
});

test("a full log takes nothing and says so", async () => {
  await using log = await SegmentLog.open("a folder", { maxBytes: 40, takeFolder: inMemory });
  await log.append(payloads("abc"));
  await expect(log.append([Buffer.alloc(30)])).rejects.toThrow(
    "the log a folder is full: it holds 15 bytes of at most 40",
  );
  expect(log.freeBytes).toBe(25);
});

test("what waits to be written counts as held", async () => {
  await using log = await SegmentLog.open(temporaryFolder(), { maxBytes: 3 * bytesOf(Buffer.alloc(8)) });
  const appends = Array.from({ length: 5 }, () => log.append([Buffer.alloc(8)]));
  const outcomes = await Promise.allSettled(appends);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
});

test("trimming makes room in a full log", async () => {
  await using log = await SegmentLog.open(temporaryFolder(), { maxBytes: 40 });
  await log.append([Buffer.alloc(28)]);
  await log.trim(log.endPosition);
  expect(await log.append([Buffer.alloc(28)])).toEqual([40]);
});

test("a log starts at the position that it is told", async () => {
  const folder = temporaryFolder();
  const log = await SegmentLog.open(folder);
  await log.append(payloads("a"));
  const end = log.endPosition;
  await log.close();
  await using again = await SegmentLog.open(folder, { startAt: 100 });
  expect(again.recovery.missing).toEqual([{ from: end, to: 100 }]);
  expect(await again.append(payloads("b"))).toEqual([100]);
  expect(await readTexts(again)).toEqual(["a", "b"]);
});

test("opening gives every entry to a visitor", async () => {
  const folder = temporaryFolder();
  const log = await SegmentLog.open(folder, { segmentBytes: 20 });
  await log.append(payloads("a", "b"));
  await log.append(payloads("c"));
  await log.close();
  const seen: string[] = [];
  await using _log = await SegmentLog.open(folder, { visit: ({ payload }) => seen.push(payload.toString()) });
  expect(seen).toEqual(["a", "b", "c"]);
});

test("files that are no segments are left alone", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "1.log"));
  await using log = await SegmentLog.open(folder);
  expect(await log.append(payloads("a"))).toEqual([0]);
});

test("a closed log takes nothing", async () => {
  const log = await SegmentLog.open("a folder", { takeFolder: inMemory });
  await log.close();
  await expect(log.append(payloads("a"))).rejects.toThrow("the log a folder is closed");
});

test("closing keeps what is on its way", async () => {
  const folder = temporaryFolder();
  const log = await SegmentLog.open(folder, { sync: "interval" });
  const appended = log.append(payloads("a"));
  await log.close();
  await appended;
  await using again = await SegmentLog.open(folder);
  expect(await readTexts(again)).toEqual(["a"]);
});

function segmentsIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.endsWith(".log"));
}
