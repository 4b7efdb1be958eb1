import type { RequestListener } from "node:http";
import type { Logger } from "@millrace/common";
import {
  clientAddress,
  type Closing,
  Health,
  Lifecycle,
  ServiceMetrics,
  startSecurity,
} from "@millrace/http";
import { Catalog } from "../catalog/catalog.ts";
import { ContractFile } from "../catalog/contract-file.ts";
import { Served } from "../catalog/served.ts";
import type { MetricsConfig } from "../config.ts";
import { createApp } from "../http/app.ts";
import { catalogRoutes } from "../routes/catalog-routes.ts";

/** A metrics app whose parts know each other; it listens nowhere yet. */
export interface Assembled {
  readonly app: RequestListener;
  readonly contract: ContractFile;
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
 * Makes a metrics app as its settings say: reads what is served and who is let in.
 * @throws ContractError, AccessSettingsError, ApiKeyFileError
 */
export async function assemble(config: MetricsConfig, { log, signal }: AssembleOptions): Promise<Assembled> {
  const contract = new ContractFile(config.contractFile);
  const served = new Served(new Catalog(await contract.read()));
  const addressOf = clientAddress(config.trustedProxies);
  const { gate, cors, audit } = await startSecurity(config, { log, signal, addressOf });
  const lifecycle = new Lifecycle({ name: "metrics app", waitsFor: "It listens in a moment." });
  const metrics = new ServiceMetrics();
  const health = new Health({ checks: {}, needed: [] });
  const publisher = config.publisherUrl === undefined ? {} : { publisherUrl: config.publisherUrl };
  const routes = [catalogRoutes({ served, gate, ...publisher })];
  const app = createApp({ health, lifecycle, metrics, log, gate, cors, routes, ...publisher });
  return {
    app,
    contract,
    served,
    lifecycle,
    closings: [{ name: "audit log", close: async () => audit.flush() }],
  };
}
