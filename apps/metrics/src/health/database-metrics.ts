import type { LiveMetric } from "@millrace/http";
import type { DatabaseFacts } from "../database/database.ts";

/** Metrics of the connections to the database. */
export function databaseMetrics(facts: () => DatabaseFacts): readonly LiveMetric[] {
  return [
    {
      name: "database_connections",
      help: "Open connections to the database",
      kind: "gauge",
      read: () => facts().connections,
    },
    {
      name: "database_connections_idle",
      help: "Open connections that run no statement",
      kind: "gauge",
      read: () => facts().idle,
    },
    {
      name: "database_statements_waiting",
      help: "Statements that wait for a connection",
      kind: "gauge",
      read: () => facts().waiting,
    },
  ];
}
