export { Catalog } from "./catalog/catalog.ts";
export type { ConnectorFact, MetricsContract } from "./catalog/contract.ts";
export { ContractError, parseContract, readContract } from "./catalog/read-contract.ts";
export { Served } from "./catalog/served.ts";
export { type DatabaseConfig, type MetricsConfig, readConfig, type StreamConfig } from "./config.ts";
export { type AppOptions, createApp } from "./http/app.ts";
