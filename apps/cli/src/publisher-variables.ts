import type { PublisherSettings } from "@millrace/settings";
import { accessVariables } from "./access-variables.ts";
import { variablesOf } from "./variables.ts";

/**
 * The publisher's settings as the variables that it reads; `CORS_ORIGINS` is left to whoever knows its pages.
 * @param root what paths are relative to
 */
export function publisherVariables(
  settings: PublisherSettings,
  root: string,
): Readonly<Record<string, string>> {
  const { idempotency } = settings;
  const own = variablesOf({
    MAX_BODY_BYTES: settings.maxBodyBytes,
    MAX_BATCH_BYTES: settings.maxBatchBytes,
    MAX_BATCH_ITEMS: settings.maxBatchItems,
    MAX_IN_FLIGHT_BYTES: settings.maxInFlightBytes,
    MAX_IN_FLIGHT_REQUESTS: settings.maxInFlightRequests,
    CLIENT_EVENTS_PER_SECOND: settings.clientEventsPerSecond,
    CLIENT_BURST_EVENTS: settings.clientBurstEvents,
    SPOOL_MAX_BYTES: settings.spoolMaxBytes,
    KAFKA_PATIENCE_MS: settings.kafkaPatienceMs,
    IDEMPOTENCY_HORIZON_SECONDS: Math.ceil(idempotency.horizonMs / 1000),
    IDEMPOTENCY_MAX_EVENTS: idempotency.maxEvents,
  });
  return { ...own, ...accessVariables(settings, root) };
}
