import { escapeIdentifier, escapeLiteral } from "pg";
import { inTransaction, type Queryable } from "./sql.ts";
import { lockStore } from "./store-lock.ts";

/** The roles that the store's migrations make; what each may do stands in docs/store.md. */
export const storeRoles = {
  writer: "millrace_writer",
  reader: "millrace_reader",
  keeper: "millrace_keeper",
} as const;

/** Passwords by role. */
export type StorePasswords = Readonly<Record<keyof typeof storeRoles, string>>;

/**
 * Lets the roles sign in that cannot yet, each with its password. A role that can keeps what it has: where passwords are
 * changed, ALTER ROLE changes them.
 */
export async function openRoles(client: Queryable, passwords: StorePasswords): Promise<void> {
  const roles = Object.entries(storeRoles) as [keyof StorePasswords, string][];
  await inTransaction(client, async () => {
    await lockStore(client);
    const { rows } = await client.query<{ rolname: string }>(
      "SELECT rolname FROM pg_roles WHERE rolname = ANY($1) AND NOT rolcanlogin",
      [roles.map(([, name]) => name)],
    );
    for (const [role, name] of roles) {
      if (!rows.some(({ rolname }) => rolname === name)) continue;
      const password = escapeLiteral(passwords[role]);
      await client.query(`ALTER ROLE ${escapeIdentifier(name)} LOGIN PASSWORD ${password}`);
    }
  });
}
