import type { Logger } from "@millrace/common";
import { type Closing, type Gate, type HealthCheck, type LiveMetric, UnhealthyError } from "@millrace/http";
import { AvroDecoder, KafkaAdmin, OffsetLookup, RegistryClient, TopicIds } from "@millrace/kafka";
import type { RequestHandler } from "express";
import pg from "pg";
import type { Served } from "../catalog/served.ts";
import type { MetricsConfig } from "../config.ts";
import { eventRoutes } from "../live/event-routes.ts";
import { Hub } from "../live/hub.ts";
import { KafkaTopics } from "../live/kafka-topics.ts";
import { LiveStreams } from "../live/live-streams.ts";
import { PostgresSnapshots } from "../live/postgres-snapshots.ts";
import { streamMetrics } from "../live/stream-metrics.ts";
import type { Freshness } from "../pipeline/lags.ts";
import { pipelineMetrics } from "../pipeline/pipeline-metrics.ts";
import { pipelineRoutes, reportOf } from "../pipeline/pipeline-routes.ts";
import { PipelineWatcher } from "../pipeline/pipeline-watcher.ts";
import { realSources } from "../pipeline/real-sources.ts";

/** What live rows and the pipeline's report take. */
export interface LiveOptions {
  readonly served: Served;
  readonly gate: Gate;
  readonly log: Logger;
  /** Ends every stream, and what runs in the background. */
  readonly signal: AbortSignal;
}

/** The live part of the metrics app. */
export interface Live {
  /** `/events` and `/api/pipeline`. */
  readonly routes: readonly RequestHandler[];
  readonly freshness: Freshness;
  readonly metrics: readonly LiveMetric[];
  /** `kafka` and `live`. */
  readonly checks: Readonly<Record<"kafka" | "live", HealthCheck>>;
  readonly closings: readonly Closing[];
}

/** How long changes are gathered into one frame. */
const flushMs = 60;
/** Of backfills and of counting; queries of the API have connections of their own. */
const poolMax = 3;
const statementTimeoutMs = 8_000;

/** Follows the topics of all that is served, and looks at the pipeline; waits for nobody. */
export function startLive(config: MetricsConfig, { served, gate, log, signal }: LiveOptions): Live {
  const { kafka, streams: limits } = config;
  const pool = openPool(config, log);
  const admin = new KafkaAdmin(kafka, { log, timeoutMs: 5_000 });
  const ids = new TopicIds(kafka, { log });
  const offsets = new OffsetLookup(kafka, { log });
  const now = Date.now;
  const hub = new Hub({
    source: new KafkaTopics({ connection: kafka, admin, ids }),
    decoder: new AvroDecoder(new RegistryClient(config.registry)),
    snapshots: new PostgresSnapshots({ pool, now }),
    bufferBytes: limits.bufferBytes,
    flushMs,
    log,
    now,
  });
  hub.serve(served.catalog.tables);
  served.onChange(({ tables }) => hub.serve(tables));
  const streams = new LiveStreams(hub, limits);
  const resultEnds = (topic: string) => hub.topic(topic)?.recordEnds;
  const addresses = { ...config.watched, publisherUrl: config.publisherUrl };
  const sources = realSources({ kafka, admin, offsets, pool, resultEnds, ...addresses });
  const watcher = new PipelineWatcher({ contract: () => served.catalog.contract, sources, log, now });
  void watcher.run(signal, (report) => {
    for (const channel of hub.channels) {
      const domains = new Set(channel.rows.map(({ pair }) => pair.table.domain));
      channel.tell("pipeline", reportOf(report, domains));
    }
  });
  signal.addEventListener("abort", () => streams.close());
  const closeClients = async () => {
    for (const each of [ids, offsets, sources]) each.close();
    await admin.close();
  };
  const pipeline = (domains: ReadonlySet<string>) => reportOf(watcher.report, domains);
  return {
    routes: [
      eventRoutes({ served, streams, gate, log, pipeline }),
      pipelineRoutes({ gate, report: () => watcher.report }),
    ],
    freshness: watcher,
    metrics: [...streamMetrics(streams), ...pipelineMetrics(() => watcher.report)],
    checks: { kafka: kafkaCheck(admin), live: liveCheck(hub, streams) },
    closings: [
      { name: "Kafka clients", close: closeClients },
      { name: "database connections of live rows", close: () => pool.end() },
    ],
  };
}

function openPool({ database }: MetricsConfig, log: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: database.url.reveal(),
    max: poolMax,
    connectionTimeoutMillis: 3_000,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 1_000,
    application_name: "millrace-metrics-live",
    options: "-c default_transaction_read_only=on -c TimeZone=UTC",
    keepAlive: true,
  });
  // A connection that fails while nobody uses it; without a listener the process would end.
  pool.on("error", (error) => log.warn({ err: error }, "a connection to the database is lost"));
  return pool;
}

function kafkaCheck(admin: KafkaAdmin): HealthCheck {
  return async () => {
    const { brokers } = await admin.describeCluster();
    return { brokers: brokers.length };
  };
}

/** Whether every topic that is served has been reached. */
function liveCheck(hub: Hub, streams: LiveStreams): HealthCheck {
  return async () => {
    const { topics } = hub;
    const waiting = topics.filter(({ position }) => position === undefined);
    const facts = { topics: topics.length, waiting: waiting.length, clients: streams.clients };
    const [first] = waiting;
    if (first !== undefined)
      throw new UnhealthyError(`live rows of ${first.facts.topic} have not begun`, facts);
    return facts;
  };
}
