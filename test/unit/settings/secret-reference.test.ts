import { findSecrets, replaceSecrets, SecretReferenceError } from "@millrace/settings";
import { describe, expect, it } from "vitest";

const backends = ["env", "vault"];

describe("a reference to a secret", () => {
  it.each([
    ["${secret:db}", { name: "db" }],
    ["${secret:env:DB}", { backend: "env", name: "DB" }],
    ["${secret:vault:kv/a/b#password}", { backend: "vault", name: "kv/a/b", field: "password" }],
    ["${secret:db:-none}", { name: "db", fallback: "none" }],
    ["${secret:db:-}", { name: "db", fallback: "" }],
    ["${secret:env:DB:-http://a:1/#b}", { backend: "env", name: "DB", fallback: "http://a:1/#b" }],
    ["${secret:vault:arn:aws:x}", { backend: "vault", name: "arn:aws:x" }],
  ])("%s is read", (text, parts) => {
    expect(findSecrets(text, backends)).toEqual([expect.objectContaining(parts)]);
  });

  it("keeps its text without the default", () => {
    expect(findSecrets("${secret:env:DB:-hunter2}", backends)[0]?.text).toBe("${secret:env:DB}");
  });

  it("may stand several times in a text", () => {
    const text = "a ${secret:x} ${topic:t} $${secret:y} ${secret:z}";
    expect(replaceSecrets(text, backends, ({ name }) => `<${name}>`)).toBe(
      "a <x> ${topic:t} $${secret:y} <z>",
    );
  });

  it("is put in as it is, whatever it holds", () => {
    expect(replaceSecrets("${secret:x}", backends, () => "$& ${secret:x} $$")).toBe("$& ${secret:x} $$");
  });

  it("names a backend that was probably meant", () => {
    expect(() => findSecrets("${secret:vualt:kv/a:-hunter2}", backends)).toThrow(SecretReferenceError);
    expect(() => findSecrets("${secret:vualt:kv/a:-hunter2}", backends)).toThrow(
      '${secret:vualt:kv/a}: found the unknown backend "vualt", expected one of env, vault; did you mean "vault"?',
    );
  });

  it.each(["${secret:}", "${secret:env:}", "${secret:a#}", "${secret:a#b#c}", "${secret: a}"])(
    "%s is refused",
    (text) => {
      expect(() => findSecrets(text, backends)).toThrow("found no readable name, expected ${secret:name}");
    },
  );
});
