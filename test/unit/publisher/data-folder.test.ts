import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DataFolderError, prepareDataFolder } from "../../../apps/publisher/src/start-up/data-folder.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

test("the folder of data is made where there is none", async () => {
  const folder = join(temporaryFolder(), "over", "there");
  await prepareDataFolder(folder);
  expect(existsSync(folder)).toBe(true);
});

test("a folder that cannot be made is named with what to do", async () => {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, "");
  const preparing = prepareDataFolder(join(file, "data"));
  await expect(preparing).rejects.toThrow(DataFolderError);
  await expect(preparing).rejects.toThrow(
    /^DATA_DIR: nothing can be kept in .*data \(ENOTDIR: .*let this user write it/,
  );
});
