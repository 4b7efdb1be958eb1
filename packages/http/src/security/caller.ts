import type { Role } from "@millrace/access";
import type { Need } from "./need.ts";

/** Who sends a request, and what they may do. */
export interface Caller {
  readonly isDenied: false;
  /** Unique among callers, without a secret in it: `key:shop`, `token:web-shop`, `anonymous`. */
  readonly id: string;
  may(need: Need): boolean;
}

/** Open mode's caller: nobody was asked, everything is allowed. */
export const anonymous: Caller = { isDenied: false, id: "anonymous", may: () => true };

/** A caller with these roles and no other. */
export function callerWith(id: string, roles: readonly Role[]): Caller {
  const held = new Set<string>(roles);
  // Who may read in some domain also holds "read": what a route asks that learns the domain only later.
  for (const role of roles) held.add(role.slice(0, role.includes(":") ? role.indexOf(":") : undefined));
  return { isDenied: false, id, may: ({ anyOf }) => anyOf.length === 0 || holdsOne(held, anyOf) };
}

/** Makes nothing: this is asked with every request. */
function holdsOne(held: ReadonlySet<string>, anyOf: readonly string[]): boolean {
  for (const role of anyOf) if (held.has(role)) return true;
  return false;
}
