import { type HealthCheck, UnhealthyError } from "@millrace/http";
import type { Served } from "../catalog/served.ts";
import type { Database } from "../database/database.ts";

/** Asks the database for something that it always has. */
export function databaseCheck(database: Pick<Database, "rows" | "facts">): HealthCheck {
  return async () => {
    await database.rows("SELECT 1");
    const { connections, idle, waiting } = database.facts;
    return { connections, idle, waiting };
  };
}

/** Looks whether what was written last is served. */
export function contractCheck(served: Served): HealthCheck {
  return async () => {
    const facts = { domains: served.catalog.domains.length, tables: served.catalog.tables.length };
    if (served.fault !== undefined) throw new UnhealthyError(served.fault, facts);
    return facts;
  };
}
