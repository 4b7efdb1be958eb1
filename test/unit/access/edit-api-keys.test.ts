import { type ApiKeyEntry, apiKeyId, parseApiKeys, withApiKey, withoutApiKey } from "@millrace/access";
import { describe, expect, test } from "vitest";

const entry = (name: string, digit: string): ApiKeyEntry => ({
  name,
  hash: digit.repeat(64),
  roles: ["publish:shop"],
});

describe("withApiKey", () => {
  test("begins a file, and adds to one", () => {
    const first = withApiKey("keys.yaml", "", entry("shop", "a"));
    const text = withApiKey("keys.yaml", first, { ...entry("web", "b"), expiresAtMs: Date.UTC(2027, 0, 31) });
    expect(text).toBe(`keys:
  - name: shop
    hash: ${"a".repeat(64)}
    roles:
      - publish:shop
  - name: web
    hash: ${"b".repeat(64)}
    roles:
      - publish:shop
    expires: 2027-01-31T00:00:00.000Z
`);
  });

  test("keeps comments", () => {
    const text = `# ours\nkeys:\n  # the shop\n  - { name: shop, hash: ${"a".repeat(64)}, roles: [operate] } # old\n`;
    const result = withApiKey("keys.yaml", text, entry("web", "b"));
    expect(result.startsWith("# ours\nkeys:\n  # the shop\n")).toBe(true);
    expect(result).toContain("# old");
  });

  test("keeps JSON JSON", () => {
    const text = withApiKey("keys.json", '{"keys":[]}', entry("shop", "a"));
    expect(JSON.parse(text)).toEqual({
      keys: [{ name: "shop", hash: "a".repeat(64), roles: ["publish:shop"] }],
    });
  });

  test("refuses to add to a file that cannot be used", () => {
    expect(() => withApiKey("keys.yaml", "keys: 1", entry("shop", "a"))).toThrow(
      "the API keys in keys.yaml cannot be used",
    );
  });
});

describe("withoutApiKey", () => {
  const one = withApiKey("keys.yaml", "", entry("shop", "a"));
  const two = withApiKey("keys.yaml", one, entry("shop", "b"));

  test("takes a key out", () => {
    const { text, entry: revoked } = withoutApiKey("keys.yaml", one, { name: "shop" });
    expect([parseApiKeys("keys.yaml", text), apiKeyId(revoked)]).toEqual([[], "aaaaaaaa"]);
  });

  test("takes the chosen of two out", () => {
    const { text } = withoutApiKey("keys.yaml", two, { name: "shop", id: "aaaaaaaa" });
    expect(parseApiKeys("keys.yaml", text).map(apiKeyId)).toEqual(["bbbbbbbb"]);
  });

  test("asks which of two is meant", () => {
    expect(() => withoutApiKey("keys.yaml", two, { name: "shop" })).toThrow(
      'there are 2 keys "shop" in keys.yaml, expected --id with one of aaaaaaaa, bbbbbbbb',
    );
    expect(() => withoutApiKey("keys.yaml", two, { name: "shop", id: "cccccccc" })).toThrow(
      'no key "shop" has the id cccccccc in keys.yaml, expected --id with one of aaaaaaaa, bbbbbbbb',
    );
  });

  test("says which name was probably meant", () => {
    expect(() => withoutApiKey("keys.yaml", one, { name: "shops" })).toThrow(
      'there is no key "shops" in keys.yaml; did you mean "shop"?',
    );
  });
});
