export { keepPartitions, type UpkeepReport } from "./keeper/keep-partitions.ts";
export { type KeeperLog, type KeeperOptions, startKeeper } from "./keeper/start-keeper.ts";
export { migrateStore, pendingMigrations } from "./migrate.ts";
export { openRoles, type StorePasswords, storeRoles } from "./roles.ts";
export { type AppliedTable, applyTables } from "./tables/apply-tables.ts";
export { readTables, type StoredTable } from "./tables/stored-table.ts";
export { compareTable, type TableChanges, type TableDifference } from "./tables/table-difference.ts";
export { type RefusedTable, TablesRefusedError } from "./tables/tables-refused-error.ts";
