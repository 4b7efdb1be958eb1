import type { ConnectorPlan, Plan, TablePlan } from "@millrace/domain";

/** What of a plan becomes of events behind their topics. */
export type PipelinePlan = Pick<Plan, "statements" | "buckets" | "connectors" | "tables">;

/** What the publisher is told of it: names alone. */
export interface Pipeline {
  readonly statements: readonly string[];
  readonly buckets: readonly string[];
  readonly archives: readonly { readonly table: string; readonly type: "raw" | "aggregate" | "late" }[];
}

const archiveClass = "org.apache.iceberg.connect.IcebergSinkConnector";

/** The statements, buckets and archived tables of a plan. */
export function pipelineOf({ statements, buckets, connectors, tables }: PipelinePlan): Pipeline {
  return {
    statements: statements.map(({ name }) => name),
    buckets: buckets.map(({ name }) => name),
    archives: connectors
      .filter(({ config }) => config["connector.class"] === archiveClass)
      .flatMap((connector) => archivesOf(connector, tables)),
  };
}

function archivesOf({ config }: ConnectorPlan, tables: readonly TablePlan[]): Pipeline["archives"] {
  const topics = listOf(config["topics"]);
  const isRaw = tables.some(({ topic, role }) => role === "event" && topics.includes(topic));
  return listOf(config["iceberg.tables"]).map((table) => ({
    table,
    type: isRaw ? "raw" : isLate(table) ? "late" : "aggregate",
  }));
}

/** Late rows are a result like others: its name alone says what it holds. */
function isLate(table: string): boolean {
  return /(^|[._-])late$/.test(table);
}

function listOf(names = ""): readonly string[] {
  return names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
