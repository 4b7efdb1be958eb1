export { type AppOptions, createApp } from "./app.ts";
export { type PublisherConfig, readConfig } from "./config.ts";
export { Health, type HealthCheck, type HealthOptions, type HealthReport } from "./health.ts";
export { type EventHeaders, Ingest, type IngestOptions } from "./ingest.ts";
export type { ItemResult } from "./item-result.ts";
export { Lifecycle, type Phase } from "./lifecycle.ts";
export { Metrics } from "./metrics.ts";
export {
  type PageView,
  pageViewSchema,
  pageViewTopic,
  parsePageView,
  toPageViewRecord,
} from "./page-view.ts";
export { pageViewSamples } from "./samples.ts";
