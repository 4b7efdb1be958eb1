export { type AppOptions, createApp } from "./http/app.ts";
export {
  type Limits,
  type PublisherConfig,
  readConfig,
  type S3Config,
} from "./config.ts";
export { type Contract, ContractError, parseContract, readContract } from "./catalog/contract.ts";
export type { Choice, Door, EventWords, TypeDoor } from "./catalog/door.ts";
export { EventCatalog, type NoDoor, type SubjectSchema } from "./catalog/event-catalog.ts";
export { Ingest, type IngestContext, type IngestOptions } from "./intake/ingest.ts";
export type { SubjectIds } from "./intake/recorder.ts";
export type { ItemResult } from "./intake/item-result.ts";
export { portionOf, type Portion } from "./intake/portion.ts";
export { KafkaStore } from "./delivery/kafka-store.ts";
export type { EventRecord, EventStore, Place, Stored } from "./delivery/event-store.ts";
export type { Claim, EventKey, Receipt, Receipts } from "./receipts/receipts.ts";
export { Metrics } from "./health/metrics.ts";
export { pageViewDoor } from "./catalog/page-views.ts";
export { type PageView, pageViewSamples } from "./start-up/samples.ts";
