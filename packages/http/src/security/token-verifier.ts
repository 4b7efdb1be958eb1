import { createHash } from "node:crypto";
import type { LogSink } from "@millrace/common";
import { errors, type JWTPayload, jwtVerify } from "jose";
import type { KeyHolder } from "./api-key-ring.ts";
import { callerWith } from "./caller.ts";
import { badCredentials, type Denial, identityUnavailable } from "./denial.ts";
import { AccessSettingsError, SigningKeysError } from "./errors.ts";
import { isSafeUrl, SigningKeys, type SigningKeysOptions } from "./signing-keys.ts";
import { rolesIn } from "./token-roles.ts";

/** Whose tokens are believed, and what they have to say. */
export interface TokenSettings {
  /** `iss`, exactly. */
  readonly issuer: string;
  /** `aud`, one of these with commas between. */
  readonly audience: string;
  /** Default: what the issuer's OpenID configuration says. */
  readonly jwksUrl?: string;
  /** Of {@link tokenAlgorithms}. */
  readonly algorithms: readonly string[];
  /** The claim that lists roles: `roles`, `realm_access.roles`. */
  readonly rolesClaim: string;
}

/** How a {@link TokenVerifier} asks for keys. */
export type TokenVerifierOptions = Pick<SigningKeysOptions, "log" | "clock" | "fetch" | "timeoutMs"> &
  Pick<SigningKeysOptions, "cooldownMs" | "freshMs" | "failurePauseMs">;

/**
 * What may be allowed: signatures by a private key of the issuer's. `none` is no signature; with HS256 and its kin whoever
 * can check a token can also make one.
 */
export const tokenAlgorithms: readonly string[] = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];

/** How far the issuer's clock may be from ours. */
const clockToleranceSeconds = 30;
/** A token is checked again after this time, so that a key that was withdrawn does not count for longer. */
const maxTrustMs = 300_000;
/** Those of tokens that say what a caller may do here; logout and proof-of-possession tokens are something else. */
const tokenTypes = new Set(["jwt", "at+jwt", "application/jwt", "application/at+jwt"]);

/** Checks JSON Web Tokens (RFC 7519, with the practices of RFC 8725). */
export class TokenVerifier {
  readonly #settings: TokenSettings;
  readonly #audience: string[];
  readonly #keys: SigningKeys;
  readonly #log: LogSink;
  readonly #clock: () => number;

  /** @throws AccessSettingsError */
  constructor(settings: TokenSettings, options: TokenVerifierOptions) {
    assertUsable(settings);
    const { issuer, jwksUrl } = settings;
    this.#settings = settings;
    this.#audience = listOf(settings.audience);
    this.#keys = new SigningKeys({ issuer, ...(jwksUrl === undefined ? {} : { jwksUrl }), ...options });
    this.#log = options.log;
    this.#clock = options.clock ?? Date.now;
  }

  /** Fetches the keys before the first token comes; never rejects. */
  async warmUp(): Promise<void> {
    await this.#keys.warmUp();
  }

  /** Whose token it is, or why it is not believed. Never rejects. */
  async verify(token: string): Promise<KeyHolder | Denial> {
    const nowMs = this.#clock();
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.#keys.find, {
        algorithms: [...this.#settings.algorithms],
        issuer: this.#settings.issuer,
        audience: this.#audience,
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ["exp"],
        currentDate: new Date(nowMs),
      });
      if (protectedHeader.typ !== undefined && !tokenTypes.has(protectedHeader.typ.toLowerCase()))
        return badCredentials("the token is of another type (typ) than JWT or at+jwt");
      return this.#holderOf(payload, nowMs);
    } catch (error) {
      return this.#denialOf(error);
    }
  }

  #holderOf(payload: JWTPayload, nowMs: number): KeyHolder {
    const { issuer, rolesClaim } = this.#settings;
    const caller = callerWith(`token:${nameOf(payload, issuer)}`, rolesIn(payload, rolesClaim));
    const expiresAtMs = ((payload.exp ?? 0) + clockToleranceSeconds) * 1000;
    return { caller, untilMs: Math.min(expiresAtMs, nowMs + maxTrustMs) };
  }

  #denialOf(error: unknown): Denial {
    if (error instanceof SigningKeysError)
      return identityUnavailable(Math.max(1, Math.ceil(this.#keys.failurePauseMs / 1000)));
    if (!(error instanceof errors.JOSEError))
      this.#log.warn(
        { event: "token-unchecked", reason: error instanceof Error ? error.name : "unknown" },
        "a token cannot be checked",
      );
    return badCredentials(reasonOf(error, this.#settings));
  }
}

/** Ends a sentence; says nothing of the token but what is wrong with it, and of us only what any client has to know. */
function reasonOf(error: unknown, { algorithms }: TokenSettings): string {
  if (error instanceof errors.JWTExpired) return "the token has expired (exp)";
  if (error instanceof errors.JWTClaimValidationFailed) return claimReason(error);
  if (error instanceof errors.JOSEAlgNotAllowed)
    return `the token is not signed with one of ${algorithms.join(", ")} (alg)`;
  if (error instanceof errors.JWSSignatureVerificationFailed) return "the signature of the token is wrong";
  if (error instanceof errors.JWKSNoMatchingKey) return "the issuer has no such key (kid)";
  if (error instanceof errors.JWKSMultipleMatchingKeys)
    return "the token does not say with which of several keys it is signed (kid)";
  return "they are no API key and no signed JSON Web Token";
}

function claimReason({ claim, reason }: errors.JWTClaimValidationFailed): string {
  if (reason === "missing") return `the token lacks ${claim}`;
  if (claim === "iss") return "the token is by another issuer (iss)";
  if (claim === "aud") return "the token is for another audience (aud)";
  if (claim === "nbf") return "the token is not valid yet (nbf)";
  return `the token has an unexpected ${/^[a-z]{1,10}$/.test(claim) ? claim : "claim"}`;
}

/**
 * A caller's name for logs and limits: the client, and a digest of the subject, which may be a person's address. The same
 * subject of the same issuer has the same digest.
 */
function nameOf({ sub, azp, client_id: client = azp }: JWTPayload, issuer: string): string {
  const digest = (text: string) =>
    createHash("sha256").update(`${issuer}\n${text}`).digest("hex").slice(0, 12);
  const parts = typeof client === "string" && /^[\w.:-]{1,64}$/.test(client) ? [client] : [];
  if (typeof sub === "string" && sub !== client) parts.push(digest(sub));
  return parts.length === 0 ? "unnamed" : parts.join("/");
}

function assertUsable({ issuer, audience, jwksUrl, algorithms }: TokenSettings): void {
  const refused = algorithms.filter((algorithm) => !tokenAlgorithms.includes(algorithm));
  if (refused.length > 0 || algorithms.length === 0)
    throw new AccessSettingsError(
      "JWT_ALGORITHMS",
      `found ${refused.join(", ") || "nothing"}, expected some of ${tokenAlgorithms.join(", ")}`,
    );
  if (listOf(audience).length === 0)
    throw new AccessSettingsError("JWT_AUDIENCE", "found nothing, expected one");
  for (const [setting, url] of Object.entries({ JWT_ISSUER: issuer, JWT_JWKS_URL: jwksUrl }))
    if (url !== undefined && !isSafeUrl(url))
      throw new AccessSettingsError(
        setting,
        "found an http address of another machine, expected https: keys that are changed on the way let anybody in",
      );
}

function listOf(text: string): string[] {
  return text
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
}
