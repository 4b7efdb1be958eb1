import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { silentLog } from "@millrace/common";
import { expect, test, vi } from "vitest";
import { SchemaIds } from "../../../../apps/publisher/src/start-up/schema-ids.ts";
import { temporaryFolder } from "../../../helpers/temporary-folder.ts";

const orders = { subject: "orders-value", schema: { type: "string" as const } };
const refunds = { subject: "refunds-value", schema: { type: "int" as const } };

test("ids are known to the next run", async () => {
  const { file, ids } = await remembering();
  expect((await open(file)).find([orders])).toEqual(ids);
});

test("one unknown schema makes all unknown", async () => {
  const { file } = await remembering();
  expect((await open(file)).find([orders, refunds])).toBeUndefined();
});

test("the id of another schema is not taken", async () => {
  const { file } = await remembering();
  expect((await open(file)).find([{ ...orders, schema: { type: "bytes" } }])).toBeUndefined();
});

test("the ids of another registry are not taken", async () => {
  const { file } = await remembering();
  expect((await open(file, "http://other/")).find([orders])).toBeUndefined();
});

test("what was known of other subjects stays known", async () => {
  const { file } = await remembering();
  await (await open(file)).remember([refunds], new Map([["refunds-value", 8]]));
  expect((await open(file)).find([orders, refunds])).toEqual(
    new Map([
      ["orders-value", 7],
      ["refunds-value", 8],
    ]),
  );
});

test("a file that cannot be read knows nothing", async () => {
  const { file } = await remembering();
  writeFileSync(file, readFileSync(file, "utf8").slice(0, -5));
  expect((await open(file)).find([orders])).toBeUndefined();
});

test("a folder that cannot be written is told", async () => {
  const blocked = join(temporaryFolder(), "file");
  writeFileSync(blocked, "");
  const warn = vi.fn<() => void>();
  const log = { ...silentLog, warn };
  const known = await SchemaIds.open({ file: join(blocked, "ids.json"), registryUrl: "http://r/", log });
  await known.remember([orders], new Map([["orders-value", 7]]));
  expect(warn).toHaveBeenCalledOnce();
});

function open(file: string, registryUrl = "http://registry/"): Promise<SchemaIds> {
  return SchemaIds.open({ file, registryUrl, log: silentLog });
}

async function remembering() {
  const file = join(temporaryFolder(), "data", "schema-ids.json");
  const ids = new Map([["orders-value", 7]]);
  await (await open(file)).remember([orders], ids);
  return { file, ids };
}
