import type { PostgresTablePlan } from "../plan.ts";

/**
 * What every Postgres table has after its own columns: `as_of`, when the store learned the row's present content, and the
 * place in Kafka of the record that wrote it, which is absent of rows from before the store kept it.
 */
export const storeColumns: PostgresTablePlan["columns"] = [
  { name: "as_of", type: "timestamptz", nullable: false },
  { name: "kafka_partition", type: "integer", nullable: true },
  { name: "kafka_offset", type: "bigint", nullable: true },
];

/** Whether a column's name is one of the store's own. */
export function isStoreColumn(name: string): boolean {
  return storeColumns.some((column) => column.name === name);
}

/** The transform with which a connector writes a record's place in Kafka, as Connect configures it. */
export const sourceRecord = {
  name: "source_record",
  type: "org.apache.kafka.connect.transforms.InsertField$Value",
  fields: { "partition.field": "kafka_partition", "offset.field": "kafka_offset" },
} as const;
