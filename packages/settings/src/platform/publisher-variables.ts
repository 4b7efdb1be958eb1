import { z } from "zod";
import { duration, list, type PlatformVariable, wholeNumber } from "./platform-variable.ts";
import { idempotencyMaxEvents, publisherNumbers } from "./publisher-limits.ts";

const address = z.url({ protocol: /^https?$/, error: "an address, http or https" });
const text = z.string().min(1);

/** The publisher's own variables: whoever runs it by itself sets the same. */
export const publisherVariables: readonly PlatformVariable[] = [
  ...Object.entries(publisherNumbers).map(([key, { variable, ...limits }]) => ({
    variable,
    path: ["publisher", key],
    schema: wholeNumber(limits),
  })),
  {
    variable: "KAFKA_PATIENCE_MS",
    path: ["publisher", "kafka_patience"],
    schema: duration("ms", { min: 100, max: 60_000 }),
  },
  {
    variable: "IDEMPOTENCY_HORIZON_SECONDS",
    path: ["publisher", "idempotency", "horizon"],
    schema: duration("s", { min: 1, max: 604_800 }),
  },
  {
    variable: idempotencyMaxEvents.variable,
    path: ["publisher", "idempotency", "max_events"],
    schema: wholeNumber(idempotencyMaxEvents),
  },
  { variable: "AUTH", path: ["publisher", "auth"], schema: z.enum(["open", "required"]) },
  { variable: "API_KEYS_FILE", path: ["publisher", "api_keys_file"], schema: text },
  { variable: "JWT_ISSUER", path: ["publisher", "jwt", "issuer"], schema: address },
  { variable: "JWT_AUDIENCE", path: ["publisher", "jwt", "audience"], schema: text },
  { variable: "JWT_JWKS_URL", path: ["publisher", "jwt", "jwks_url"], schema: address },
  { variable: "JWT_ALGORITHMS", path: ["publisher", "jwt", "algorithms"], schema: list },
  { variable: "JWT_ROLES_CLAIM", path: ["publisher", "jwt", "roles_claim"], schema: text },
  { variable: "CORS_ORIGINS", path: ["publisher", "cors_origins"], schema: list },
];
