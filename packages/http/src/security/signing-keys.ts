import type { LogSink } from "@millrace/common";
import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from "jose";
import { SigningKeysError } from "./errors.ts";
import { type Fetch, fetchJson } from "./fetch-json.ts";

/** Where signing keys come from, and how often they are asked for. */
export interface SigningKeysOptions {
  /** As tokens name it. */
  readonly issuer: string;
  /** Of the key set. Default: what the issuer's `/.well-known/openid-configuration` says. */
  readonly jwksUrl?: string;
  readonly log: LogSink;
  /** For each of the two documents. Default 3,000. */
  readonly timeoutMs?: number;
  /** A key that is not known is asked for at most so often. Default 30,000. */
  readonly cooldownMs?: number;
  /** Known keys are asked for anew after this time, without a request waiting for it. Default 600,000. */
  readonly freshMs?: number;
  /** After a failure nobody is asked for this time. Default 5,000. */
  readonly failurePauseMs?: number;
  readonly fetch?: Fetch;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: () => number;
}

/**
 * The keys that an issuer signs with. They are fetched when the first token comes (or {@link warmUp} is called), again when
 * a token names a key that is not among them, and from time to time. Keys that were fetched once are used while the issuer
 * cannot be reached.
 */
export class SigningKeys {
  readonly failurePauseMs: number;
  readonly #options: Required<Omit<SigningKeysOptions, "jwksUrl">>;
  readonly #givenUrl: string | undefined;
  readonly #keys: ReturnType<typeof createRemoteJWKSet>;
  #foundUrl: string | undefined;
  #failure: { readonly error: SigningKeysError; readonly untilMs: number } | undefined;
  #fetchedAtMs: number | undefined;

  constructor({ jwksUrl, ...options }: SigningKeysOptions) {
    this.#givenUrl = jwksUrl;
    this.#options = {
      timeoutMs: 3_000,
      cooldownMs: 30_000,
      freshMs: 600_000,
      failurePauseMs: 5_000,
      fetch: (url, init) => fetch(url, init),
      clock: Date.now,
      ...options,
    };
    this.failurePauseMs = this.#options.failurePauseMs;
    // The address is only a name here: which one is asked is known when it is asked.
    this.#keys = createRemoteJWKSet(new URL(jwksUrl ?? this.#options.issuer), {
      timeoutDuration: this.#options.timeoutMs,
      cooldownDuration: this.#options.cooldownMs,
      // Old keys are better than none: they are refreshed behind the requests.
      cacheMaxAge: Number.POSITIVE_INFINITY,
      [customFetch]: async (_name, { signal }) => Response.json(await this.#fetch(signal)),
    });
  }

  /** For jose's `jwtVerify`. @throws SigningKeysError, and jose's own errors where no key fits */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    this.#refreshBehind();
    return await this.#keys(header, token);
  };

  /** Fetches the keys; a failure is logged and tried again by the first token. Never rejects. */
  async warmUp(): Promise<void> {
    await this.#keys.reload().catch(() => undefined);
  }

  #refreshBehind(): void {
    const { clock, freshMs } = this.#options;
    if (this.#fetchedAtMs === undefined || clock() < this.#fetchedAtMs + freshMs || this.#keys.reloading)
      return;
    void this.warmUp();
  }

  async #fetch(signal: AbortSignal): Promise<unknown> {
    const { clock, failurePauseMs, log } = this.#options;
    if (this.#failure !== undefined && clock() < this.#failure.untilMs) throw this.#failure.error;
    try {
      const keys = await this.#keySet(signal);
      this.#fetchedAtMs = clock();
      log.info({ event: "signing-keys-read", keys: keys.keys.length }, "signing keys are fetched");
      return keys;
    } catch (error) {
      // The issuer may have moved its keys: it is asked again where they are.
      this.#foundUrl = undefined;
      this.#failure = { error: error as SigningKeysError, untilMs: clock() + failurePauseMs };
      log.warn({ event: "signing-keys-unavailable" }, (error as SigningKeysError).message);
      throw error;
    }
  }

  async #keySet(signal: AbortSignal): Promise<KeySet> {
    const url = this.#givenUrl ?? (this.#foundUrl ??= await this.#urlOfIssuer(signal));
    const keys = await fetchJson(url, signal, this.#options.fetch);
    if (!isKeySet(keys)) throw new SigningKeysError(url, "answers no key set");
    return keys;
  }

  async #urlOfIssuer(signal: AbortSignal): Promise<string> {
    const { issuer, fetch } = this.#options;
    const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
    const found = await fetchJson(url, signal, fetch);
    const { issuer: named, jwks_uri: keys } = (found ?? {}) as Readonly<Record<string, unknown>>;
    // OpenID Connect Discovery 1.0, section 4.3: else one issuer could speak for another.
    if (named !== issuer) throw new SigningKeysError(url, "names another issuer");
    if (typeof keys === "string" && isSafeUrl(keys)) return keys;
    throw new SigningKeysError(url, "names no https address of keys (jwks_uri)");
  }
}

interface KeySet {
  readonly keys: readonly unknown[];
}

function isKeySet(value: unknown): value is KeySet {
  return (
    typeof value === "object" &&
    value !== null &&
    "keys" in value &&
    Array.isArray(value.keys) &&
    value.keys.every((key) => typeof key === "object" && key !== null)
  );
}

/** Whether what comes from there cannot be changed on the way: https, or this machine. */
export function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
}

/** Whether a host name or address is this machine's own, which nobody else reaches. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
}
