import { isRole, type Role } from "@millrace/access";

type Claims = Readonly<Record<string, unknown>>;

/**
 * The roles in a token's claims. The claim is a name as it stands (`https://example.com/roles`), or else a path
 * (`realm_access.roles`); it holds a list, or words with spaces between like `scope`. What is no role of ours is left out:
 * issuers have others too.
 */
export function rolesIn(claims: Claims, claim: string): readonly Role[] {
  const value = Object.hasOwn(claims, claim) ? claims[claim] : at(claims, claim.split("."));
  const words: readonly unknown[] =
    typeof value === "string" ? value.split(" ") : Array.isArray(value) ? value : [];
  return words.filter((word): word is Role => typeof word === "string" && isRole(word));
}

function at(claims: Claims, path: readonly string[]): unknown {
  let value: unknown = claims;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Claims)[step];
  }
  return value;
}
