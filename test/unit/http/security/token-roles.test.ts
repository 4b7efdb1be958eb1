import { describe, expect, test } from "vitest";
import { rolesIn } from "../../../../packages/http/src/security/token-roles.ts";

describe("rolesIn", () => {
  test.each([
    ["a list", { roles: ["publish:shop", "operate"] }, "roles"],
    ["words with spaces between", { scope: "openid publish:shop operate" }, "scope"],
    [
      "a path",
      { realm_access: { roles: ["offline_access", "publish:shop", "operate"] } },
      "realm_access.roles",
    ],
    [
      "a name with dots",
      { "https://example.com/roles": ["publish:shop", "operate"] },
      "https://example.com/roles",
    ],
  ])("reads %s", (_title, claims, claim) => {
    expect(rolesIn(claims, claim)).toEqual(["publish:shop", "operate"]);
  });

  test.each([
    ["nothing", {}, "roles"],
    ["a number", { roles: 1 }, "roles"],
    [
      "a list of others",
      { roles: [1, null, {}, "admin", "publish:", "publish:Shop", "publish:a b"] },
      "roles",
    ],
    ["what every object has", {}, "constructor.name"],
    ["what every object inherits", {}, "__proto__.roles"],
  ])("finds none in %s", (_title, claims, claim) => {
    expect(rolesIn(claims, claim)).toEqual([]);
  });
});
