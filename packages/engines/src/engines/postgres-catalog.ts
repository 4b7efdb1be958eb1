/** The tables of the archive's catalog. */
export const icebergCatalogTables = ["iceberg_tables", "iceberg_namespace_properties"] as const;

/**
 * The tables of Iceberg's JDBC catalog (schema version V1), a statement a line. Every connector would make them at its
 * start, but two that start together get in each other's way and one of them fails.
 */
export const icebergCatalogSql = `${[
  "CREATE TABLE iceberg_tables (catalog_name VARCHAR(255) NOT NULL, table_namespace VARCHAR(255) NOT NULL, " +
    "table_name VARCHAR(255) NOT NULL, metadata_location VARCHAR(1000), previous_metadata_location VARCHAR(1000), " +
    "iceberg_type VARCHAR(5), PRIMARY KEY (catalog_name, table_namespace, table_name))",
  "CREATE TABLE iceberg_namespace_properties (catalog_name VARCHAR(255) NOT NULL, namespace VARCHAR(255) NOT NULL, " +
    "property_key VARCHAR(255), property_value VARCHAR(1000), PRIMARY KEY (catalog_name, namespace, property_key))",
].join("\n")}\n`;
