import type { NamedConnector } from "./connector-groups.ts";

/** Runs one statement against the catalog's database, with values for `$1`, `$2`, …. */
export type CatalogStatement = (sql: string, values: readonly string[]) => Promise<unknown>;

/**
 * Makes the namespaces of the tables that Iceberg connectors write to, in a JDBC catalog. A connector would make them
 * with its first record, but two that do so at the same moment get in each other's way and one of them fails. Does
 * nothing for other connectors and catalogs, and nothing the second time.
 */
export async function createNamespaces(
  connectors: readonly NamedConnector[],
  execute: CatalogStatement,
): Promise<void> {
  const wanted = new Map(
    connectors.flatMap(namespacesOf).map((namespace) => [namespace.join("\n"), namespace] as const),
  );
  for (const values of wanted.values()) {
    await execute(
      "INSERT INTO iceberg_namespace_properties (catalog_name, namespace, property_key, property_value) " +
        "VALUES ($1, $2, 'exists', 'true') ON CONFLICT DO NOTHING",
      values,
    );
  }
}

/** Catalog and namespace of every table that the connector names. */
function namespacesOf({ config }: NamedConnector): (readonly [string, string])[] {
  if (config["connector.class"] !== "org.apache.iceberg.connect.IcebergSinkConnector") return [];
  if (config["iceberg.catalog.type"] !== "jdbc") return [];
  return (config["iceberg.tables"] ?? "")
    .split(",")
    .map((table) => table.trim())
    .filter((table) => table.includes("."))
    .map(
      (table) => [config["iceberg.catalog"] ?? "iceberg", table.slice(0, table.lastIndexOf("."))] as const,
    );
}
