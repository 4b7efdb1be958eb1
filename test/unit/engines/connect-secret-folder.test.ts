import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Secret } from "@millrace/common";
import { beforeEach, expect, test } from "vitest";
import { SecretFolder } from "../../../packages/engines/src/connect/secret-folder.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

let folder: string;
let secrets: SecretFolder;

const password = (value: string) => ({ key: "connection.password", value: new Secret(value), parts: [] });
const url = (value: string) => ({
  key: "connection.url",
  value: new Secret(`jdbc:${value}`),
  parts: [new Secret(value)],
});
const files = () => readdirSync(folder).sort();

beforeEach(() => {
  folder = temporaryFolder();
  secrets = new SecretFolder(folder);
});

test("a value is one file for its owner alone, which the configuration names", async () => {
  await secrets.write("sink", [password("hunter2")]);
  const file = join(folder, "sink.connection.password");
  expect(readFileSync(file, "utf8")).toBe("hunter2");
  expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
  expect((statSync(folder).mode & 0o777).toString(8)).toBe("700");
  expect(secrets.reference("sink", "connection.password")).toBe(
    `\${directory:${folder}:sink.connection.password}`,
  );
});

test("names of connectors and keys stay apart and inside the folder", async () => {
  await secrets.write("a.b", [{ ...password("one"), key: "c" }]);
  await secrets.write("a", [{ ...password("two"), key: "../b.c" }]);
  await secrets.started("a.b");
  await secrets.started("a");
  expect(files()).toEqual(["a%2Eb.c", "a...%2Fb.c"].sort());
  await secrets.remove("a");
  expect(files()).toEqual(["a%2Eb.c"]);
});

test("a connector counts as not started with a value until it is said to be", async () => {
  expect(await secrets.changedKeys("sink", [password("one")])).toEqual(["connection.password"]);
  expect(await secrets.write("sink", [password("one")])).toBe(true);
  expect(await secrets.changedKeys("sink", [password("one")])).toEqual(["connection.password"]);
  expect(await secrets.write("sink", [password("one")])).toBe(true);
  await secrets.started("sink");
  expect(await secrets.changedKeys("sink", [password("one")])).toEqual([]);
  expect(await secrets.write("sink", [password("one")])).toBe(false);
  expect(await secrets.changedKeys("sink", [password("two"), url("db")])).toEqual([
    "connection.password",
    "connection.url",
  ]);
});

test("what a connector does not have any more is removed, half written files too", async () => {
  await secrets.write("sink", [password("one"), url("db")]);
  await secrets.started("sink");
  writeFileSync(join(folder, ".sink.connection.password"), "left by a crash");
  await secrets.write("sink", [password("one")]);
  await secrets.started("sink");
  expect(files()).toEqual(["sink.connection.password"]);
  await secrets.remove("sink");
  expect(files()).toEqual([]);
});

test("everything in the folder is hidden, also as a part of a value", async () => {
  await secrets.write("sink", [url("hunter2")]);
  const redact = await secrets.redactor([new Secret("next")]);
  expect(redact('database "hunter2" does not exist at jdbc:hunter2, nor next')).toBe(
    'database "[secret]" does not exist at [secret], nor [secret]',
  );
});
