import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { WatchedFile } from "@millrace/common";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

async function watched(text: string) {
  const path = join(temporaryFolder(), "file.json");
  await writeFile(path, text);
  return { path, file: new WatchedFile(path, (each) => readFile(each, "utf8")) };
}

test("a file that was read has not changed", async () => {
  const { file } = await watched("one");
  expect([await file.hasChanged(), await file.read(), await file.hasChanged()]).toEqual([true, "one", false]);
});

test("a file that takes another's place is a change", async () => {
  const { path, file } = await watched("one");
  await file.read();
  await writeFile(`${path}.new`, "two");
  await rename(`${path}.new`, path);
  expect([await file.hasChanged(), await file.read()]).toEqual([true, "two"]);
});

test("a file that is gone is no change", async () => {
  const { path, file } = await watched("one");
  await file.read();
  await rm(path);
  expect(await file.hasChanged()).toBe(false);
});
