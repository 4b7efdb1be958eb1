import type { NumberSetting } from "./fields.ts";

const mib = 1_048_576;

/** The publisher's settings that are numbers, with the limits that the publisher itself has. */
export const publisherNumbers = {
  max_body_bytes: {
    variable: "MAX_BODY_BYTES",
    min: 1024,
    max: 16 * mib,
    description: "Largest body of one event, decompressed.",
  },
  max_batch_bytes: {
    variable: "MAX_BATCH_BYTES",
    min: 1024,
    max: 1024 * mib,
    description: "Largest body of a batch, decompressed.",
  },
  max_batch_items: {
    variable: "MAX_BATCH_ITEMS",
    min: 1,
    max: 1_000_000,
    description: "Most events of a batch.",
  },
  max_in_flight_bytes: {
    variable: "MAX_IN_FLIGHT_BYTES",
    min: mib,
    max: 4096 * mib,
    description: "Bytes of bodies under way, over all requests; beyond them 503.",
  },
  max_in_flight_requests: {
    variable: "MAX_IN_FLIGHT_REQUESTS",
    min: 1,
    max: 100_000,
    description: "Requests under way; beyond them 503.",
  },
  client_events_per_second: {
    variable: "CLIENT_EVENTS_PER_SECOND",
    min: 0,
    max: 10_000_000,
    description: "Events a second and client, beyond them 429; 0: as many as there come.",
  },
  client_burst_events: {
    variable: "CLIENT_BURST_EVENTS",
    min: 1,
    max: 100_000_000,
    description: "How many of them may come at once.",
  },
  trusted_proxies: {
    variable: "TRUSTED_PROXIES",
    min: 0,
    max: 16,
    description: "How many proxies in front are believed when they say who the client is.",
  },
  spool_max_bytes: {
    variable: "SPOOL_MAX_BYTES",
    min: mib,
    max: 2 ** 40,
    description: "Disk that the spool may take while Kafka is away.",
  },
} as const satisfies Readonly<Record<string, NumberSetting>>;

/** How many event ids are remembered. */
export const idempotencyMaxEvents = {
  variable: "IDEMPOTENCY_MAX_EVENTS",
  min: 1_000,
  max: 100_000_000,
  description: "Most event ids that are remembered.",
} as const satisfies NumberSetting;
