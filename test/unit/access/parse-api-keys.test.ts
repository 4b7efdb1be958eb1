import { type ApiKeyFileError, hashApiKey, newApiKey, parseApiKeys } from "@millrace/access";
import { describe, expect, test } from "vitest";

const hash = "a".repeat(64);

function faultsOf(text: string): readonly string[] {
  try {
    parseApiKeys("keys.yaml", text);
  } catch (error) {
    return (error as ApiKeyFileError).faults;
  }
  return [];
}

describe("newApiKey", () => {
  test("makes keys of 256 random bits", () => {
    const keys = Array.from({ length: 100 }, newApiKey);
    expect(new Set(keys).size).toBe(100);
    expect(keys.every((key) => /^mr_[A-Za-z0-9_-]{43}$/.test(key))).toBe(true);
  });
});

describe("parseApiKeys", () => {
  test("reads keys with roles and an expiry", () => {
    const text = `
# the shop's servers
keys:
  - name: shop
    hash: ${hash}
    roles: ["publish:shop", "read:*", operate]
    expires: 2027-01-31T00:00:00Z
`;
    expect(parseApiKeys("keys.yaml", text)).toEqual([
      {
        name: "shop",
        hash,
        roles: ["publish:shop", "read:*", "operate"],
        expiresAtMs: Date.UTC(2027, 0, 31),
      },
    ]);
  });

  test("takes JSON, and a date without a time", () => {
    const keys = [{ name: "shop", hash, roles: ["operate"], expires: "2027-01-31" }];
    const [key] = parseApiKeys("keys.json", JSON.stringify({ keys }));
    expect(key?.expiresAtMs).toBe(Date.UTC(2027, 0, 31));
  });

  test("two keys of one name are both there", () => {
    const entry = (key: string) => ({ name: "shop", hash: hashApiKey(key), roles: ["operate"] });
    const text = JSON.stringify({ keys: [entry("old"), entry("new")] });
    expect(parseApiKeys("keys.json", text).map(({ name }) => name)).toEqual(["shop", "shop"]);
  });

  test("names every fault with its path", () => {
    const text = `
keys:
  - { name: Shop, hash: ${hash}, roles: [admin] }
  - { name: web, hash: ${hash}, roles: [], expires: tomorrow }
`;
    expect(faultsOf(text)).toEqual([
      'keys.0.name: found "Shop", expected a name of up to 63 lower-case letters, digits, hyphens, dots and underscores',
      'keys.0.roles.0: found "admin", expected publish:<domain>, publish:*, read:<domain>, read:* or operate',
      "keys.1.roles: found [], expected at least 1 role",
      'keys.1.expires: found "tomorrow", expected a time (2027-01-31T00:00:00Z) or a date, in UTC',
    ]);
  });

  test("a hash that two entries have is refused", () => {
    const entry = { name: "shop", hash, roles: ["operate"] };
    expect(faultsOf(JSON.stringify({ keys: [entry, { ...entry, name: "web" }] }))).toEqual([
      "keys.1.hash: found that of another entry, expected one entry a key",
    ]);
  });

  test.each([
    ["in the place of the hash", (key: string) => `keys: [{ name: a, hash: ${key}, roles: [operate] }]`],
    [
      "in a field of its own",
      (key: string) => `keys: [{ name: a, key: ${key}, hash: ${hash}, roles: [operate] }]`,
    ],
    ["as the whole file", (key: string) => key],
    [
      "in the place of the name",
      (key: string) => `keys: [{ name: ${key}, hash: ${hash}, roles: [operate] }]`,
    ],
    ["among the roles", (key: string) => `keys: [{ name: a, hash: ${hash}, roles: [${key}] }]`],
    ["in a list", (key: string) => `keys: [${key}]`],
    ["in a line that is no YAML", (key: string) => `keys: [\n  ${key}: : }{\n`],
    ["as an alias", (key: string) => `keys: *${key}\n`],
    ["twice in a map", (key: string) => `${key}: 1\n${key}: 2\n`],
  ])("a key %s is in no message", (_where, textWith) => {
    const key = newApiKey();
    const faults = faultsOf(textWith(key));
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.join("\n")).not.toContain(key.slice(3, 12));
  });
});
