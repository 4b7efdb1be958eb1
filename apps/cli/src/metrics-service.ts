import { join } from "node:path";
import {
  type Engine,
  type EngineContext,
  type InstanceLayout,
  nodeApp,
  postgresReaderUrl,
} from "@millrace/engines";
import type { MetricsSettings } from "@millrace/settings";
import { type AccessSettings, accessVariables } from "./access-variables.ts";
import { writeLiveFile } from "./live-file.ts";
import { metricsContract, type MetricsPlan } from "./metrics-contract.ts";
import { variablesOf } from "./variables.ts";

/** What the metrics app is told by whoever runs it. */
export interface MetricsServiceOptions {
  readonly root: string;
  readonly metrics: MetricsSettings;
  /** Who may read. */
  readonly publisher: AccessSettings;
  /** What it serves; asked for when it is started. */
  readonly plan: () => MetricsPlan;
}

/** The name of the metrics app as a service, and that of its log. */
export const metricsName = "metrics";
const contractFile = "metrics.json";
/** The stage of this machine, in which nobody has to say who they are unless the settings say so. */
const stage = "dev";

/**
 * The metrics app, with the dashboard, as a service of the stack. It counts as ready when it listens: whoever looks at the page
 * while the others are starting is told so there.
 */
export function metricsService({ root, metrics, publisher, plan }: MetricsServiceOptions): Engine {
  return nodeApp({
    name: metricsName,
    title: "Dashboard",
    entry: join(root, "apps", "metrics", "src", "server.ts"),
    readyPath: "/health/live",
    env: (context) => ({
      METRICS_CONTRACT: join(context.configDir, contractFile),
      STAGE: stage,
      ...metricsVariables(metrics),
      ...accessVariables(publisher, root),
      ...neighbours(context),
    }),
    files: () => [{ path: contractFile, content: metricsContract(plan()), isLive: true }],
  });
}

/** Writes what a running metrics app serves from now on. */
export function writeMetricsContract(layout: InstanceLayout, plan: MetricsPlan): void {
  writeLiveFile(layout, { service: metricsName, path: contractFile, content: metricsContract(plan) });
}

/** Where pages of the dashboard come from, as browsers say it. @param address `127.0.0.1:8085` */
export function dashboardOrigins(address: string): readonly string[] {
  return [`http://${address}`, `http://${address.replace("127.0.0.1", "localhost")}`];
}

function metricsVariables(settings: MetricsSettings): Readonly<Record<string, string>> {
  return variablesOf({
    DATABASE_POOL_MAX: settings.databasePoolMax,
    STATEMENT_TIMEOUT_MS: settings.statementTimeoutMs,
    MAX_STREAM_CLIENTS: settings.maxStreamClients,
    STREAM_BUFFER_BYTES: settings.streamBufferBytes,
    STREAM_HEARTBEAT_MS: settings.streamHeartbeatMs,
    CORS_ORIGINS: settings.corsOrigins,
  });
}

/** What it reads, and what it looks at. */
function neighbours(context: EngineContext): Readonly<Record<string, string>> {
  const address = (engine: string, port: string) => context.address(engine, port);
  return {
    DATABASE_URL: postgresReaderUrl(address),
    KAFKA_BOOTSTRAP_SERVERS: address("kafka", "broker"),
    SCHEMA_REGISTRY_URL: `http://${address("registry", "http")}/apis/ccompat/v7`,
    PUBLISHER_URL: `http://${address("publisher", "http")}`,
    FLINK_REST_URL: `http://${address("flink-jobmanager", "rest")}`,
    CONNECT_REST_URL: `http://${address("connect", "rest")}`,
  };
}
