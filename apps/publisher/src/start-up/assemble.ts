import type { RequestListener } from "node:http";
import { join } from "node:path";
import { type Logger, WatchedFile } from "@millrace/common";
import type { CodecOptions } from "@millrace/events";
import { KafkaAdmin, KafkajsProducer, RegistryClient } from "@millrace/kafka";
import {
  clientAddress,
  type Closing,
  Health,
  type Lifecycle,
  type Security,
  startSecurity,
} from "@millrace/http";
import { type Contract, readContract } from "../catalog/contract.ts";
import { EventCatalog } from "../catalog/event-catalog.ts";
import type { PublisherConfig } from "../config.ts";
import { docsRoutes } from "../docs/docs-routes.ts";
import { accessMetrics } from "../health/access-metrics.ts";
import { Metrics } from "../health/metrics.ts";
import { s3WriteMetrics } from "../health/s3-writes.ts";
import { takingEvents } from "../health/takes-events.ts";
import { healthChecks } from "../health/watched.ts";
import { createApp } from "../http/app.ts";
import { publisherLifecycle } from "../http/publisher-lifecycle.ts";
import { Ingest } from "../intake/ingest.ts";
import { whereaboutsRoutes } from "../routes/event-whereabouts.ts";
import { keepEvents, type Kept } from "./keep-events.ts";
import { SchemaIds } from "./schema-ids.ts";

/** What talks to Kafka and the registry. */
export interface Clients {
  readonly admin: KafkaAdmin;
  readonly registry: RegistryClient;
  readonly producer: KafkajsProducer;
}

/** A publisher whose parts know each other; it listens nowhere yet and takes nothing. */
export interface Assembled extends Clients, Kept {
  readonly app: RequestListener;
  readonly contract: WatchedFile<Contract>;
  readonly codecs: CodecOptions;
  readonly schemaIds: SchemaIds;
  readonly ingest: Ingest;
  readonly lifecycle: Lifecycle;
  /** What is closed at the end, in order. */
  readonly closings: readonly Closing[];
}

/** What assembling needs besides the settings. */
export interface AssembleOptions {
  readonly log: Logger;
  /** Ends what runs in the background. */
  readonly signal: AbortSignal;
}

/**
 * Makes a publisher as its settings say: opens what is on the disk, reads the contract and who is let in.
 * @throws ContractError, AccessSettingsError, ApiKeyFileError, LogLockedError, MaskingKeyMissingError
 */
export async function assemble(
  config: PublisherConfig,
  { log, signal }: AssembleOptions,
): Promise<Assembled> {
  const maskingKey = config.maskingKey?.reveal();
  const codecs = maskingKey === undefined ? {} : { maskingKey };
  const contract = new WatchedFile(config.contractFile, readContract);
  const catalog = new EventCatalog(await contract.read(), codecs);
  const clients = clientsOf(config, { log, metrics: () => metrics });
  const addressOf = clientAddress(config.limits.trustedProxies);
  const security = await startSecurity(config, { log, signal, addressOf });
  const metrics = new Metrics(() => clients.producer.isConnected());
  metrics.add(accessMetrics(security.audit));
  const kept = await keepEvents(config, { producer: clients.producer, metrics, log });
  const schemaIds = await SchemaIds.open({
    file: join(config.dataDir, "schema-ids.json"),
    registryUrl: config.registry.url,
    log,
  });
  const { receipts } = kept.remembered;
  const ingest = new Ingest({ store: kept.store, receipts, catalog, metrics });
  const lifecycle = publisherLifecycle();
  const parts = { ingest, lifecycle, metrics, log };
  const app = appOf(config, { ...parts, clients, security, kept });
  const closings = closingsOf(clients, kept, security);
  return { app, contract, codecs, schemaIds, ingest, lifecycle, closings, ...clients, ...kept };
}

function clientsOf(
  { kafka, kafkaPatienceMs, registry }: PublisherConfig,
  { log, metrics }: { readonly log: Logger; readonly metrics: () => Metrics },
): Clients {
  return {
    admin: new KafkaAdmin(kafka, { log, timeoutMs: 1_500 }),
    registry: new RegistryClient(registry),
    producer: new KafkajsProducer(kafka, {
      log,
      deliveryTimeoutMs: kafkaPatienceMs,
      onBatch: (batch) => metrics().batch(batch),
    }),
  };
}

interface AppParts {
  readonly ingest: Ingest;
  readonly lifecycle: Lifecycle;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly clients: Clients;
  readonly security: Security;
  readonly kept: Kept;
}

function appOf({ limits, watched }: PublisherConfig, parts: AppParts): RequestListener {
  const { ingest, lifecycle, metrics, log, clients, security, kept } = parts;
  const { store, remembered } = kept;
  const { gate, cors, docsGuard } = security;
  const catalog = () => ingest.catalog;
  const { receipts, answers } = remembered;
  const horizonSeconds = () => receipts.facts().horizonSeconds;
  const { connectUrl } = watched;
  if (connectUrl !== undefined)
    metrics.addText(s3WriteMetrics({ url: connectUrl, archives: () => catalog().pipeline.archives }));
  const health = new Health({
    ...takingEvents,
    checks: healthChecks({
      ...clients,
      spool: () => store.facts,
      receipts: () => receipts.facts(),
      watched,
      catalog,
    }),
  });
  const routes = [docsRoutes(), whereaboutsRoutes({ receipts, gate, catalog, horizonSeconds })];
  const access = { gate, cors, docsGuard };
  return createApp({ ingest, health, lifecycle, metrics, log, limits, answers, routes, ...access });
}

function closingsOf(
  { producer, admin }: Clients,
  { store, remembered }: Kept,
  { audit }: Security,
): readonly Closing[] {
  return [
    { name: "spool", close: () => store.close() },
    { name: "receipts", close: () => remembered.close() },
    { name: "producer", close: () => producer.close() },
    { name: "admin client", close: () => admin.close() },
    { name: "audit log", close: async () => audit.flush() },
  ];
}
