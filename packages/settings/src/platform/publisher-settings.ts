import { parseDuration } from "@millrace/domain";
import type { StageName } from "./stages.ts";

/** What the publisher takes, from whom, and how much. */
export interface PublisherSettings {
  /** The largest body of one event, decompressed. */
  readonly maxBodyBytes: number;
  /** The largest body of a batch, decompressed. */
  readonly maxBatchBytes: number;
  readonly maxBatchItems: number;
  /** Bytes of bodies under way, over all requests. */
  readonly maxInFlightBytes: number;
  readonly maxInFlightRequests: number;
  /** Events a second and client; 0: as many as there come. */
  readonly clientEventsPerSecond: number;
  /** How many of them may come at once. Default: those of a second, or of the largest batch. */
  readonly clientBurstEvents?: number;
  readonly trustedProxies: number;
  readonly spoolMaxBytes: number;
  readonly kafkaPatienceMs: number;
  readonly idempotency: { readonly horizonMs: number; readonly maxEvents: number };
  readonly auth: "open" | "required";
  readonly apiKeysFile?: string;
  readonly jwt: JwtSettings;
  readonly corsOrigins: readonly string[];
}

/** Whose tokens are believed; nobody's without an issuer. */
export interface JwtSettings {
  readonly issuer?: string;
  readonly audience?: string;
  readonly jwksUrl?: string;
  readonly algorithms?: readonly string[];
  readonly rolesClaim?: string;
}

/** What holds where nobody says anything else, in the words of platform.yaml. */
export function publisherDefaults(stage: StageName) {
  return {
    max_body_bytes: 1_048_576,
    max_batch_bytes: 67_108_864,
    max_batch_items: 10_000,
    max_in_flight_bytes: 67_108_864,
    max_in_flight_requests: 512,
    client_events_per_second: 0,
    trusted_proxies: 0,
    spool_max_bytes: 1_073_741_824,
    kafka_patience: "3 seconds",
    idempotency: { horizon: "1 hour", max_events: 2_000_000 },
    auth: stage === "dev" ? "open" : "required",
    jwt: {},
    cors_origins: [],
  } as const;
}

type Widened<Value> = Value extends number ? number : Value extends string ? string : Value;
type Defaults = ReturnType<typeof publisherDefaults>;

/** Merged data, as {@link publisherDefaults} fills it up, that the schema has found right. */
export type PublisherInput = {
  readonly [Key in Exclude<keyof Defaults, "auth" | "jwt" | "cors_origins" | "idempotency">]: Widened<
    Defaults[Key]
  >;
} & {
  readonly client_burst_events?: number;
  readonly idempotency: { readonly horizon: string; readonly max_events: number };
  readonly auth: "open" | "required";
  readonly api_keys_file?: string;
  readonly jwt: {
    readonly issuer?: string;
    readonly audience?: string;
    readonly jwks_url?: string;
    readonly algorithms?: readonly string[];
    readonly roles_claim?: string;
  };
  readonly cors_origins: readonly string[];
};

/** Merged data in the words and units of the code. */
export function toPublisherSettings(input: PublisherInput): PublisherSettings {
  const { client_burst_events: burst, api_keys_file: keys, idempotency } = input;
  const { jwks_url: jwksUrl, roles_claim: rolesClaim, ...jwt } = input.jwt;
  return {
    maxBodyBytes: input.max_body_bytes,
    maxBatchBytes: input.max_batch_bytes,
    maxBatchItems: input.max_batch_items,
    maxInFlightBytes: input.max_in_flight_bytes,
    maxInFlightRequests: input.max_in_flight_requests,
    clientEventsPerSecond: input.client_events_per_second,
    ...(burst === undefined ? {} : { clientBurstEvents: burst }),
    trustedProxies: input.trusted_proxies,
    spoolMaxBytes: input.spool_max_bytes,
    kafkaPatienceMs: parseDuration(input.kafka_patience),
    idempotency: { horizonMs: parseDuration(idempotency.horizon), maxEvents: idempotency.max_events },
    auth: input.auth,
    ...(keys === undefined ? {} : { apiKeysFile: keys }),
    jwt: {
      ...jwt,
      ...(jwksUrl === undefined ? {} : { jwksUrl }),
      ...(rolesClaim === undefined ? {} : { rolesClaim }),
    },
    corsOrigins: input.cors_origins,
  };
}
