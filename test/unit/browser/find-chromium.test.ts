import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findChromium } from "../../helpers/browser/chromium/find-chromium.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

function programIn(folder: string, name: string): string {
  const file = join(folder, name);
  writeFileSync(file, "#!/bin/sh\n");
  chmodSync(file, 0o755);
  return file;
}

function search(env: Record<string, string>) {
  return findChromium({ env, cacheFolder: "", tell: () => undefined });
}

test("the Chromium that CHROMIUM names is taken", async () => {
  const file = programIn(temporaryFolder(), "my-browser");
  expect(await search({ CHROMIUM: file, PATH: "" })).toEqual({ executablePath: file, env: {} });
});

test("a CHROMIUM that is no program is refused", async () => {
  await expect(search({ CHROMIUM: "/nowhere/chromium" })).rejects.toThrow(
    "CHROMIUM names /nowhere/chromium, which is no program that can be run.",
  );
});

test("an installed Chromium is found on the path", async () => {
  const folder = temporaryFolder();
  const file = programIn(folder, "google-chrome");
  expect(await search({ PATH: `/nowhere:${folder}` })).toEqual({ executablePath: file, env: {} });
});
