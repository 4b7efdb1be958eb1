import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashApiKey, parseApiKeys } from "@millrace/access";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  createApiKey,
  expiryFlag,
  nameFlag,
  noteOf,
  roleFlag,
} from "../../../apps/cli/src/verbs/api-key-create.ts";
import { formatApiKeys, listApiKeys } from "../../../apps/cli/src/verbs/api-key-list.ts";
import { revokeApiKey } from "../../../apps/cli/src/verbs/api-key-revoke.ts";

let file = "";
beforeEach(() => void (file = join(mkdtempSync(join(tmpdir(), "millrace-keys-")), "keys.yaml")));
afterEach(() => rmSync(join(file, ".."), { recursive: true }));

describe("api-key create", () => {
  test("keeps the hash in the file, and never the key", () => {
    const { key, entry } = createApiKey({ name: "shop", role: ["publish:shop"], file });
    const text = readFileSync(file, "utf8");
    expect(parseApiKeys(file, text)).toEqual([entry]);
    expect([entry.hash, text.includes(key)]).toEqual([hashApiKey(key), false]);
  });

  test("says what to put into the file where none is named", () => {
    const created = createApiKey({ name: "shop", role: ["publish:shop"] });
    const note = noteOf(created, undefined);
    expect(note).toContain(`keys:\n  - name: shop\n    hash: ${created.entry.hash}`);
    expect(note).not.toContain(created.key);
  });
});

describe("api-key list", () => {
  test("shows names, ids, expiry and roles", () => {
    const nowMs = Date.UTC(2027, 0, 1);
    const lasting = createApiKey({ name: "web-shop", role: ["publish:shop", "read:*"], file });
    const expiring = createApiKey({ name: "shop", role: ["operate"], expires: nowMs - 1, file });
    const id = ({ entry }: typeof lasting) => entry.hash.slice(0, 8);
    expect(formatApiKeys(listApiKeys(file, nowMs))).toBe(
      [
        `web-shop  ${id(lasting)}  does not expire     publish:shop read:*`,
        `shop      ${id(expiring)}  expired 2026-12-31  operate`,
      ].join("\n"),
    );
  });
});

describe("api-key revoke", () => {
  test("takes one of two keys of a name out", () => {
    const [old, next] = [1, 2].map(() => createApiKey({ name: "shop", role: ["operate"], file }));
    const id = old?.entry.hash.slice(0, 8) ?? "";
    expect(() => revokeApiKey({ name: "shop", file })).toThrow('there are 2 keys "shop"');
    expect(revokeApiKey({ name: "shop", id, file })).toEqual(old?.entry);
    expect(parseApiKeys(file, readFileSync(file, "utf8"))).toEqual([next?.entry]);
  });
});

describe("flags of api-key create", () => {
  test("are read into roles, names and moments", () => {
    expect(roleFlag("operate", roleFlag("publish:shop"))).toEqual(["publish:shop", "operate"]);
    expect(nameFlag("shop-1")).toBe("shop-1");
    const nowMs = Date.UTC(2027, 0, 1);
    expect(expiryFlag("90d", undefined, nowMs) - nowMs).toBe(90 * 86_400_000);
    expect(expiryFlag("2027-01-31", undefined, nowMs)).toBe(Date.UTC(2027, 0, 31));
  });

  test.each(["never", "90", "2020-01-01", "2027-13-01", "0 days"])("refuses to expire at %s", (text) => {
    expect(() => expiryFlag(text)).toThrow("expected a moment to come");
  });

  test.each(["admin", "publish:", "publish", "publish:Shop", "read:a b"])("refuses the role %s", (text) => {
    expect(() => roleFlag(text)).toThrow("expected publish:<domain>");
  });

  test.each(["Shop", "", "a b", "-a", "a".repeat(64)])("refuses the name %j", (text) => {
    expect(() => nameFlag(text)).toThrow("expected up to 63");
  });
});
