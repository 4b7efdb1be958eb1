import type { RequestListener } from "node:http";
import { type Logger, WatchedFile } from "@millrace/common";
import {
  clientAddress,
  type Closing,
  Health,
  Lifecycle,
  type Security,
  ServiceMetrics,
  startSecurity,
} from "@millrace/http";
import { Catalog } from "../catalog/catalog.ts";
import { readContract } from "../catalog/read-contract.ts";
import type { MetricsContract } from "../catalog/contract.ts";
import { Served } from "../catalog/served.ts";
import type { MetricsConfig } from "../config.ts";
import { Database } from "../database/database.ts";
import { contractCheck, databaseCheck } from "../health/checks.ts";
import { databaseMetrics } from "../health/database-metrics.ts";
import { createApp } from "../http/app.ts";
import { buildPage, type PageAssets } from "../page/assets.ts";
import { pageRoutes } from "../page/page-routes.ts";
import { catalogRoutes } from "../routes/catalog-routes.ts";
import { openApiRoutes } from "../routes/openapi-routes.ts";
import { rowsRoutes } from "../routes/rows-routes.ts";
import { streamRoutes } from "../routes/stream-routes.ts";
import { type Live, startLive } from "./start-live.ts";

/** A metrics app whose parts know each other; it listens nowhere yet. */
export interface Assembled {
  readonly app: RequestListener;
  readonly contract: WatchedFile<MetricsContract>;
  readonly served: Served;
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
 * Makes a metrics app as its settings say: bundles its page, reads what is served and who is let in.
 * @throws ContractError, AccessSettingsError, ApiKeyFileError
 */
export async function assemble(config: MetricsConfig, { log, signal }: AssembleOptions): Promise<Assembled> {
  const contract = new WatchedFile(config.contractFile, readContract);
  const [read, page] = await Promise.all([contract.read(), buildPage()]);
  const served = new Served(new Catalog(read));
  const addressOf = clientAddress(config.trustedProxies);
  const security = await startSecurity(config, { log, signal, addressOf });
  const lifecycle = new Lifecycle({ name: "metrics app", waitsFor: "It listens in a moment." });
  const database = new Database({ ...config.database, log });
  const live = startLive(config, { served, gate: security.gate, log, signal });
  const app = appOf(config, { served, security, lifecycle, database, live, page, log });
  const closings = [...live.closings, ...closingsOf(database, security)];
  return { app, contract, served, lifecycle, closings };
}

interface AppParts {
  readonly served: Served;
  readonly security: Security;
  readonly lifecycle: Lifecycle;
  readonly database: Database;
  readonly live: Live;
  readonly page: PageAssets;
  readonly log: Logger;
}

function appOf(
  { publisherUrl }: MetricsConfig,
  { served, security: { gate, cors, docsGuard }, lifecycle, database, live, page, log }: AppParts,
): RequestListener {
  const metrics = new ServiceMetrics();
  metrics.add([...databaseMetrics(() => database.facts), ...live.metrics]);
  const health = new Health({
    checks: { database: databaseCheck(database), contract: contractCheck(served), ...live.checks },
    needed: ["database"],
  });
  const publisher = publisherUrl === undefined ? {} : { publisherUrl };
  const reading = { served, gate, database, freshness: live.freshness };
  const routes = [
    catalogRoutes({ served, gate, ...publisher }),
    rowsRoutes(reading),
    streamRoutes(reading),
    ...live.routes,
    openApiRoutes({ served, docsGuard }),
    pageRoutes({ assets: page, ...publisher }),
  ];
  return createApp({ health, lifecycle, metrics, log, gate, cors, routes });
}

function closingsOf(database: Database, { audit }: Security): readonly Closing[] {
  return [
    { name: "database", close: () => database.close() },
    { name: "audit log", close: async () => audit.flush() },
  ];
}
