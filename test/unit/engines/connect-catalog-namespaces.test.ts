import { expect, test } from "vitest";
import { createNamespaces } from "../../../packages/engines/src/connect/catalog-namespaces.ts";

function archive(tables: string, type = "jdbc") {
  const connectorClass = "org.apache.iceberg.connect.IcebergSinkConnector";
  const config = {
    "connector.class": connectorClass,
    "iceberg.catalog": "millrace",
    "iceberg.catalog.type": type,
  };
  return { name: tables, config: { ...config, "iceberg.tables": tables } };
}

async function valuesFor(...connectors: Parameters<typeof createNamespaces>[0]): Promise<unknown[]> {
  const seen: unknown[] = [];
  await createNamespaces(connectors, async (_sql, values) => void seen.push(values));
  return seen;
}

test("a namespace that several tables share is made once", async () => {
  expect(await valuesFor(archive("page_views.raw"), archive("page_views.late, orders.raw"))).toEqual([
    ["millrace", "page_views"],
    ["millrace", "orders"],
  ]);
});

test("connectors without a JDBC catalog are left alone", async () => {
  const jdbcSink = {
    name: "counts",
    config: { "connector.class": "io.debezium.connector.jdbc.JdbcSinkConnector" },
  };
  expect(await valuesFor(archive("page_views.raw", "glue"), jdbcSink)).toEqual([]);
});
