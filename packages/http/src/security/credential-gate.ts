import { hash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { apiKeyPrefix } from "@millrace/access";
import { correlationIdOf } from "../correlation-id.ts";
import type { ApiKeyRing, KeyHolder } from "./api-key-ring.ts";
import type { AuditLog } from "./audit-log.ts";
import { type AddressOf, maskAddress } from "./client-address.ts";
import { CallerCache } from "./caller-cache.ts";
import type { Caller } from "./caller.ts";
import { credentialOf } from "./credential.ts";
import { badCredentials, type Denial, missingRole } from "./denial.ts";
import type { Gate } from "./gate.ts";
import type { Need } from "./need.ts";

/** Checks tokens; never rejects. */
export interface TokenCheck {
  verify(token: string): Promise<KeyHolder | Denial>;
}

/** What a {@link CredentialGate} works with. */
export interface CredentialGateOptions {
  readonly keys: ApiKeyRing;
  /** Without one no token is believed. */
  readonly tokens?: TokenCheck;
  readonly audit: AuditLog;
  /** Default: the other end of the connection. */
  readonly addressOf?: AddressOf;
  /** Whether the audit log may say whole addresses. Default false. */
  readonly showsAddresses?: boolean;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: () => number;
  readonly cache?: CallerCache;
}

const noTokens = badCredentials("they are no API key, and tokens are not taken here");

/** Lets callers through who hold a key or a token with the role that is needed. */
export class CredentialGate implements Gate {
  readonly #options: CredentialGateOptions;
  readonly #cache: CallerCache;
  readonly #clock: () => number;
  /** Checks of tokens under way, so that many requests with a new one check it once. */
  readonly #verifying = new Map<string, Promise<KeyHolder | Denial>>();

  constructor(options: CredentialGateOptions) {
    this.#options = options;
    this.#cache = options.cache ?? new CallerCache();
    this.#clock = options.clock ?? Date.now;
  }

  /** Checks everybody again: keys have been revoked. */
  forget(): void {
    this.#cache.clear();
  }

  check(request: IncomingMessage, need: Need): Caller | Denial | Promise<Caller | Denial> {
    const credential = credentialOf(request);
    if (typeof credential !== "string") return this.#refuse(credential, request, need);
    const digest = hash("sha256", credential);
    const nowMs = this.#clock();
    const known = this.#cache.get(digest, nowMs);
    if (known !== undefined) return this.#pass(known, request, need);
    if (credential.startsWith(apiKeyPrefix))
      return this.#admit(this.#options.keys.find(digest, nowMs), digest, request, need);
    return this.#checkToken(credential, digest, request, need);
  }

  async #checkToken(token: string, digest: string, request: IncomingMessage, need: Need) {
    const found = await this.#verifyOnce(token, digest);
    return this.#admit(found, digest, request, need);
  }

  #verifyOnce(token: string, digest: string): Promise<KeyHolder | Denial> {
    const { tokens } = this.#options;
    if (tokens === undefined) return Promise.resolve(noTokens);
    let verifying = this.#verifying.get(digest);
    if (verifying === undefined) {
      verifying = tokens.verify(token).finally(() => this.#verifying.delete(digest));
      this.#verifying.set(digest, verifying);
    }
    return verifying;
  }

  #admit(found: KeyHolder | Denial, digest: string, request: IncomingMessage, need: Need): Caller | Denial {
    if ("isDenied" in found) return this.#refuse(found, request, need);
    this.#cache.set(digest, found.caller, found.untilMs);
    return this.#pass(found.caller, request, need);
  }

  #pass(caller: Caller, request: IncomingMessage, need: Need): Caller | Denial {
    if (!caller.may(need)) return this.#refuse(missingRole(need), request, need, caller);
    this.#options.audit.allowed(caller, need);
    return caller;
  }

  #refuse(denial: Denial, request: IncomingMessage, need: Need, caller?: Caller): Denial {
    const { audit, addressOf = remoteAddress, showsAddresses = false } = this.#options;
    const address = addressOf(request);
    audit.refused({
      denial,
      need,
      method: request.method ?? "unknown",
      correlationId: correlationIdOf(request),
      address: showsAddresses ? (address ?? "unknown") : maskAddress(address),
      ...(caller === undefined ? {} : { caller }),
    });
    return denial;
  }
}

function remoteAddress({ socket }: IncomingMessage): string | undefined {
  return socket.remoteAddress;
}
