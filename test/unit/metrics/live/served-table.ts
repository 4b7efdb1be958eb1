import type { ServedTablePlan } from "@millrace/domain";

const columns = [
  { name: "k", type: "text", nullable: false },
  { name: "v", type: "bigint", nullable: false },
];

const schema = {
  type: "record",
  name: "row",
  fields: columns.map(({ name }) => ({ name, type: name === "k" ? "string" : "long" })),
};

/** An upsert result that is served, with two columns: its key `k` and a number `v`. */
export function servedTable(name: string, more: Partial<ServedTablePlan> = {}): ServedTablePlan {
  return {
    name,
    domain: "shop",
    topic: `test.${name}`,
    changelogMode: "upsert",
    connector: `shop-${name}-postgres`,
    postgresTable: name,
    primaryKey: ["k"],
    key: { format: "raw", columns: ["k"] },
    value: { subject: `test.${name}-value`, schema },
    columns,
    isWindow: false,
    groupColumns: ["k"],
    measures: ["v"],
    finality: "never",
    ...more,
  };
}

/** The append result that holds a table's rows once they are final. */
export function finalTable(name: string): ServedTablePlan {
  return servedTable(name, { changelogMode: "append", finality: "always" });
}
