import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { editApiKeyFile } from "@millrace/access";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder = "";
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "millrace-keys-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("makes a file that only its owner reads", () => {
  const path = join(folder, "keys.yaml");
  editApiKeyFile(path, (text) => `${text}keys: []\n`);
  expect([readFileSync(path, "utf8"), statSync(path).mode & 0o777]).toEqual(["keys: []\n", 0o600]);
});

test("keeps who may read a file", () => {
  const path = join(folder, "keys.yaml");
  writeFileSync(path, "a", { mode: 0o640 });
  editApiKeyFile(path, (text) => `${text}b`);
  expect([readFileSync(path, "utf8"), statSync(path).mode & 0o777]).toEqual(["ab", 0o640]);
});

test("leaves the file as it was when the edit fails", () => {
  const path = join(folder, "keys.yaml");
  writeFileSync(path, "a");
  const fail = () => {
    throw new Error("no");
  };
  expect(() => editApiKeyFile(path, fail)).toThrow("no");
  expect([readFileSync(path, "utf8"), readdirSync(folder)]).toEqual(["a", ["keys.yaml"]]);
});

test("refuses to edit what another edit is writing", () => {
  const path = join(folder, "keys.yaml");
  const twice = () => editApiKeyFile(path, () => (editApiKeyFile(path, (text) => text), ""));
  expect(twice).toThrow(`found ${path}.new, which another edit is writing`);
});
