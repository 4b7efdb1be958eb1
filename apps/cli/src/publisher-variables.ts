import { resolve } from "node:path";
import type { PublisherSettings } from "@millrace/settings";

/** The publisher's settings as the variables that it reads. @param root what paths are relative to */
export function publisherVariables(
  settings: PublisherSettings,
  root: string,
): Readonly<Record<string, string>> {
  const { idempotency, jwt } = settings;
  return set({
    MAX_BODY_BYTES: settings.maxBodyBytes,
    MAX_BATCH_BYTES: settings.maxBatchBytes,
    MAX_BATCH_ITEMS: settings.maxBatchItems,
    MAX_IN_FLIGHT_BYTES: settings.maxInFlightBytes,
    MAX_IN_FLIGHT_REQUESTS: settings.maxInFlightRequests,
    CLIENT_EVENTS_PER_SECOND: settings.clientEventsPerSecond,
    CLIENT_BURST_EVENTS: settings.clientBurstEvents,
    TRUSTED_PROXIES: settings.trustedProxies,
    SPOOL_MAX_BYTES: settings.spoolMaxBytes,
    KAFKA_PATIENCE_MS: settings.kafkaPatienceMs,
    IDEMPOTENCY_HORIZON_SECONDS: Math.ceil(idempotency.horizonMs / 1000),
    IDEMPOTENCY_MAX_EVENTS: idempotency.maxEvents,
    AUTH: settings.auth,
    API_KEYS_FILE: settings.apiKeysFile === undefined ? undefined : resolve(root, settings.apiKeysFile),
    JWT_ISSUER: jwt.issuer,
    JWT_AUDIENCE: jwt.audience,
    JWT_JWKS_URL: jwt.jwksUrl,
    JWT_ALGORITHMS: jwt.algorithms,
    JWT_ROLES_CLAIM: jwt.rolesClaim,
    CORS_ORIGINS: settings.corsOrigins,
  });
}

/** Lists have commas between their items. What is not set is empty, and so hides what this process was started with. */
function set(
  values: Readonly<Record<string, string | number | readonly string[] | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : String(value ?? ""),
    ]),
  );
}
