import type { DomainAction } from "@millrace/access";

/** What a route asks of its caller. Made once a route or door and compared by identity: the audit log counts by it. */
export interface Need {
  /** As a 403 answer names what is missing: `publish:shop`. */
  readonly role: string;
  /** A caller who holds one of these may go on; with none of them given any known caller may. */
  readonly anyOf: readonly string[];
}

/** Any caller who is known, whatever the roles. */
export const needsAnyCaller: Need = { role: "any", anyOf: [] };

/** For how the service runs: metrics, health with its reasons. */
export const needsOperate: Need = { role: "operate", anyOf: ["operate"] };

const byDomain = new Map<string, Need>();

/** The need of posting to a domain, or of asking about its events; the same object for the same domain. */
export function needsIn(domain: string, action: DomainAction): Need {
  const role = `${action}:${domain}`;
  let need = byDomain.get(role);
  if (need === undefined) byDomain.set(role, (need = { role, anyOf: [role, `${action}:*`] }));
  return need;
}

/** For a route that learns only later which domain is meant: holding the role for any domain at all. */
export const needsToReadSomewhere: Need = { role: "read:<domain>", anyOf: ["read"] };
