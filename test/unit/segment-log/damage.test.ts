import { SegmentLog } from "@millrace/segment-log";
import { expect, test } from "vitest";
import { payloads, readAll, readTexts } from "../../helpers/log-entries.ts";
import { SimulatedDisk } from "../../helpers/simulated-disk.ts";

const firstSegment = "00000000000000000000.log";
const texts = ["first", "", "a third that is longer than the others", "4", "the fifth"];

test("a log cut at any byte keeps all entries before", async () => {
  const { image, positions } = await written();
  for (let size = 0; size < image.length; size += 1) {
    const whole = positions.filter((_, at) => (positions[at + 1] ?? image.length) <= size).length;
    await using log = await open(image.subarray(0, size));
    expect(await readTexts(log)).toEqual(texts.slice(0, whole));
    const end = positions[whole] ?? 0;
    const tornTail = end === size ? undefined : { from: end, to: size };
    expect(log.recovery).toMatchObject({ entries: whole, tornTail, damages: [] });
    expect(await log.append(payloads("next"))).toEqual([end]);
  }
});

test("a cut log goes on without a trace", async () => {
  const { image } = await written();
  const disk = diskWith(image.subarray(0, image.length - 3));
  await (await SegmentLog.open("log", { takeFolder: disk.take })).close();
  await using log = await SegmentLog.open("log", { takeFolder: disk.take });
  expect(log.recovery).toMatchObject({ entries: 4, tornTail: undefined, damages: [] });
});

test("any flipped bit is told and costs one entry", async () => {
  const { image, positions } = await written();
  for (let bit = 0; bit < 8 * image.length; bit += 1) {
    const byte = bit >>> 3;
    const hit = positions.findLastIndex((position) => position <= byte);
    await using log = await open(flipped(image, bit));
    const range = { from: positions[hit], to: positions[hit + 1] ?? image.length };
    const { damages, tornTail } = log.recovery;
    expect(tornTail === undefined ? damages : [...damages, tornTail]).toEqual([range]);
    expect(await readTexts(log)).toEqual(texts.filter((_, at) => at !== hit));
  }
});

test("nothing is written behind damage in its segment", async () => {
  const { image, positions } = await written();
  await using log = await open(flipped(image, 8 * (image.length - 1)));
  expect(log.recovery.damages).toEqual([{ from: positions.at(-1), to: image.length }]);
  expect(await log.append(payloads("next"))).toEqual([image.length]);
  expect(await readTexts(log)).toEqual([...texts.slice(0, 4), "next"]);
});

test("zeros behind the last entry are a torn tail", async () => {
  const { image } = await written();
  await using log = await open(Buffer.concat([image, Buffer.alloc(5000)]));
  expect(log.recovery).toMatchObject({
    entries: texts.length,
    tornTail: { from: image.length, to: image.length + 5000 },
    damages: [],
  });
});

test("an entry is valid at its own position only", async () => {
  const { image } = await written();
  const disk = new SimulatedDisk();
  disk.put("00000000000000001000.log", image);
  await using log = await SegmentLog.open("log", { takeFolder: disk.take });
  expect(log.recovery).toMatchObject({ entries: 0, damages: [{ from: 1000, to: 1000 + image.length }] });
});

test("a segment that has gone is told", async () => {
  const disk = new SimulatedDisk();
  const log = await SegmentLog.open("log", { takeFolder: disk.take, segmentBytes: 20 });
  for (const text of ["a", "b", "c"]) await log.append(payloads(text));
  await log.close();
  disk.files.delete("00000000000000000013.log");
  await using again = await SegmentLog.open("log", { takeFolder: disk.take });
  expect(again.recovery.missing).toEqual([{ from: 13, to: 26 }]);
  expect(await readTexts(again)).toEqual(["a", "c"]);
});

test("a segment with damage is put aside, not removed", async () => {
  const { image } = await written();
  const disk = diskWith(flipped(image, 8 * 14));
  await using log = await SegmentLog.open("log", { takeFolder: disk.take });
  await log.trim(log.endPosition);
  expect([...disk.aside.keys()]).toEqual([firstSegment]);
  expect(log.sizeBytes).toBe(0);
});

test("damage found by reading is told once", async () => {
  const { image, positions } = await written();
  const disk = diskWith(image);
  await using log = await SegmentLog.open("log", { takeFolder: disk.take });
  disk.change(firstSegment, (content) => flipped(content, 8 * (positions[2] as number)));
  const range = { from: positions[2], to: positions[3] };
  await expect(readAll(log)).rejects.toMatchObject({ code: "LOG_DAMAGED", ...range });
  expect(await readTexts(log)).toEqual(["first", "", "4", "the fifth"]);
});

test("an entry that is damaged is not read", async () => {
  const { image, positions } = await written();
  const disk = diskWith(image);
  await using log = await SegmentLog.open("log", { takeFolder: disk.take });
  disk.change(firstSegment, (content) => flipped(content, 8 * (image.length - 1)));
  expect(() => log.readAtSync(positions[4] as number)).toThrow(
    `the log log is damaged from position ${positions[4]} to ${(positions[4] as number) + 12} (12 bytes); ` +
      "the entries that stood there cannot be read",
  );
});

test("damage longer than a read of the disk is passed over", async () => {
  const disk = new SimulatedDisk();
  const log = await SegmentLog.open("log", { takeFolder: disk.take });
  const large = Buffer.alloc(3_000_000, 7);
  await log.append([large, ...payloads("behind")]);
  await log.close();
  disk.change(firstSegment, (content) => flipped(content, 8 * 2_000_000));
  await using again = await SegmentLog.open("log", { takeFolder: disk.take });
  expect(again.recovery.damages).toEqual([{ from: 0, to: large.length + 12 }]);
  expect(await readTexts(again)).toEqual(["behind"]);
});

/** The bytes of a segment with entries, and where these begin. */
async function written(): Promise<{ readonly image: Buffer; readonly positions: readonly number[] }> {
  const disk = new SimulatedDisk();
  await using log = await SegmentLog.open("log", { takeFolder: disk.take });
  const positions = await log.append(payloads(...texts));
  return { image: disk.content(firstSegment), positions };
}

function diskWith(image: Buffer): SimulatedDisk {
  const disk = new SimulatedDisk();
  disk.put(firstSegment, image);
  return disk;
}

function open(image: Buffer): Promise<SegmentLog> {
  return SegmentLog.open("log", { takeFolder: diskWith(image).take });
}

function flipped(image: Buffer, bit: number): Buffer {
  const changed = Buffer.from(image);
  const at = bit >>> 3;
  changed[at] = (changed[at] as number) ^ (1 << (bit & 7));
  return changed;
}
