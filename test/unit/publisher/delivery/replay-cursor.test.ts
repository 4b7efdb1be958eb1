import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ReplayCursor } from "../../../../apps/publisher/src/delivery/replay-cursor.ts";
import { temporaryFolder } from "../../../helpers/temporary-folder.ts";

test("a new cursor knows no position", async () => {
  const { cursor } = await open();
  expect(cursor.position).toBeUndefined();
});

test("the position that was written last is found", async () => {
  const { cursor, path } = await open();
  for (const position of [10, 20, 30]) cursor.write(position);
  expect((await open(path)).cursor.position).toBe(30);
});

test("a write that was cut off leaves the one before", async () => {
  const { cursor, path } = await open();
  for (const position of [10, 20]) cursor.write(position);
  const whole = readFileSync(path);
  cursor.write(30);
  const torn = readFileSync(path);
  for (let bytes = 0; bytes < 20; bytes += 1) {
    const image = Buffer.concat([torn.subarray(0, 4096 + bytes), whole.subarray(4096 + bytes)]);
    writeFileSync(path, image);
    expect([20, 30]).toContain((await open(path)).cursor.position);
  }
});

test("a cursor that cannot be read knows no position", async () => {
  const path = join(temporaryFolder(), "cursor");
  writeFileSync(path, Buffer.alloc(5000, 1));
  expect((await open(path)).cursor.position).toBeUndefined();
});

test("a cursor has its room on the disk from the start", async () => {
  const { cursor, path } = await open();
  const { length } = readFileSync(path);
  for (const position of [10, 20]) cursor.write(position);
  expect(readFileSync(path)).toHaveLength(length);
});

async function open(path = join(temporaryFolder(), "cursor")) {
  return { cursor: await ReplayCursor.open(path), path };
}
