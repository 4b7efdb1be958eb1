/** What a role lets its holder do in a domain: post events, or ask where one went. */
export type DomainAction = "publish" | "read";

/** `publish:shop`, `read:*`, `operate`. */
export type Role = `${DomainAction}:${string}` | "operate";

/** Described to whoever wrote something else. */
export const roleForm = "publish:<domain>, publish:*, read:<domain>, read:* or operate";

const domainRole = /^(?:publish|read):(?:\*|[a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/;
const maxRoleLength = 100;

/** Whether a text names a role; whether there is such a domain is not looked at. */
export function isRole(text: string): text is Role {
  return text === "operate" || (text.length <= maxRoleLength && domainRole.test(text));
}
