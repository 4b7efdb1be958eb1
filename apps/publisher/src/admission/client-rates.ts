/** How many events of one client are taken. */
export interface ClientRateLimits {
  readonly eventsPerSecond: number;
  /** How many may come at once. */
  readonly burstEvents: number;
  /** So many clients are remembered; the one that was first seen is forgotten first. Default 20,000. */
  readonly maxClients?: number;
}

/** What is left to a client. */
export interface Allowance {
  /** Whether it may send now. */
  readonly isLeft: boolean;
  /** Whole events. */
  readonly remaining: number;
  /** Whole seconds until it may send again, or has its whole burst again. */
  readonly resetSeconds: number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/**
 * Counts events of clients in token buckets. How many a batch holds is known only when it was read: so a client that has
 * something left may send, and pays for all of it; it may send again when that is made up for.
 */
export class ClientRates {
  readonly #perMs: number;
  readonly #burst: number;
  readonly #maxClients: number;
  readonly #clock: () => number;
  readonly #buckets = new Map<string, Bucket>();
  #limited = 0;

  /** @param clock milliseconds; only differences count */
  constructor(
    { eventsPerSecond, burstEvents, maxClients = 20_000 }: ClientRateLimits,
    clock = () => performance.now(),
  ) {
    this.#perMs = eventsPerSecond / 1000;
    this.#burst = burstEvents;
    this.#maxClients = maxClients;
    this.#clock = clock;
  }

  /** Requests that were refused since the start. */
  get limited(): number {
    return this.#limited;
  }

  /** `RateLimit-Policy` as draft-ietf-httpapi-ratelimit-headers has it: a burst, and in how many seconds it is made up. */
  get policy(): string {
    return `"events";q=${this.#burst};w=${Math.max(1, Math.ceil(this.#burst / (this.#perMs * 1000)))}`;
  }

  /** What a client may send; counted when it is nothing. */
  ask(client: string): Allowance {
    const allowance = this.#allowance(this.#bucket(client));
    if (!allowance.isLeft) this.#limited += 1;
    return allowance;
  }

  /** Takes what a client has sent off what is left to it. */
  spend(client: string, events: number): Allowance {
    const bucket = this.#bucket(client);
    bucket.tokens -= events;
    return this.#allowance(bucket);
  }

  #allowance({ tokens }: Bucket): Allowance {
    const isLeft = tokens >= 1;
    const missing = isLeft ? this.#burst - tokens : 1 - tokens;
    return {
      isLeft,
      remaining: Math.max(0, Math.floor(tokens)),
      resetSeconds: Math.ceil(missing / this.#perMs / 1000),
    };
  }

  #bucket(client: string): Bucket {
    const now = this.#clock();
    const bucket = this.#buckets.get(client);
    if (bucket === undefined) return this.#add(client, { tokens: this.#burst, atMs: now });
    bucket.tokens = Math.min(this.#burst, bucket.tokens + (now - bucket.atMs) * this.#perMs);
    bucket.atMs = now;
    return bucket;
  }

  #add(client: string, bucket: Bucket): Bucket {
    if (this.#buckets.size >= this.#maxClients) {
      const [first] = this.#buckets.keys();
      if (first !== undefined) this.#buckets.delete(first);
    }
    this.#buckets.set(client, bucket);
    return bucket;
  }
}

/** `RateLimit` as draft-ietf-httpapi-ratelimit-headers has it. */
export function rateLimitHeader({ remaining, resetSeconds }: Allowance): string {
  return `"events";r=${remaining};t=${resetSeconds}`;
}
