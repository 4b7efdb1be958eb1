import type { Queryable } from "./sql.ts";

/** Chosen once; nothing else in the database asks for it. */
const lockId = 5_811_203_741;

/** Waits until no other changes the store's tables or roles; held until the transaction ends. */
export async function lockStore(client: Queryable): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [lockId]);
}

/** Whether it could be had at once; held until the transaction ends. */
export async function tryLockStore(client: Queryable): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>("SELECT pg_try_advisory_xact_lock($1) AS locked", [
    lockId,
  ]);
  return rows[0]?.locked === true;
}
