import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { watchFiles } from "../../../../packages/workbench/src/dev/watch-files.ts";
import { temporaryFolder } from "../../../helpers/temporary-folder.ts";

/** Watches a new folder with one statement in it, and gives what is told about it. */
async function watchedFolder() {
  const root = temporaryFolder();
  mkdirSync(join(root, "sql", "shop"), { recursive: true });
  writeFileSync(join(root, "sql/shop/sales.sql"), "SELECT 1");
  const told: string[] = [];
  const watching = await watchFiles(root, ["sql", "connectors"], (files) => told.push(...files));
  return { root, told, [Symbol.asyncDispose]: () => watching[Symbol.asyncDispose]() };
}

test("a written, a new and a removed file are told", async () => {
  await using watched = await watchedFolder();
  writeFileSync(join(watched.root, "sql/shop/sales.sql"), "SELECT 2");
  await expect.poll(() => watched.told).toContain("sql/shop/sales.sql");
  mkdirSync(join(watched.root, "sql/shop/tests"));
  writeFileSync(join(watched.root, "sql/shop/tests/one.yaml"), "describe: one");
  await expect.poll(() => watched.told).toContain("sql/shop/tests/one.yaml");
  watched.told.length = 0;
  rmSync(join(watched.root, "sql/shop/sales.sql"));
  await expect.poll(() => watched.told).toContain("sql/shop/sales.sql");
});

test("a file that an editor puts in place of the old one is told once", async () => {
  await using watched = await watchedFolder();
  writeFileSync(join(watched.root, "sql/shop/.sales.sql.swp"), "SELECT 3");
  renameSync(join(watched.root, "sql/shop/.sales.sql.swp"), join(watched.root, "sql/shop/sales.sql"));
  await expect.poll(() => watched.told).toEqual(["sql/shop/sales.sql"]);
});

test("a folder that is made later is watched too", async () => {
  await using watched = await watchedFolder();
  mkdirSync(join(watched.root, "connectors"));
  writeFileSync(join(watched.root, "connectors/shop.json"), "{}");
  await expect.poll(() => watched.told).toContain("connectors/shop.json");
});
