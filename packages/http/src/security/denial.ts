import type { Need } from "./need.ts";

/** Stable codes of answers to requests that are let through no further. */
export type DenialCode =
  "UNAUTHENTICATED" | "FORBIDDEN" | "AMBIGUOUS_CREDENTIALS" | "IDENTITY_PROVIDER_UNAVAILABLE";

/** Why a request goes no further, as it is answered (RFC 9457). */
export interface Denial {
  readonly isDenied: true;
  readonly status: 400 | 401 | 403 | 503;
  readonly code: DenialCode;
  readonly title: string;
  readonly detail: string;
  /** `WWW-Authenticate` as RFC 6750 has it. */
  readonly headers: Readonly<Record<string, string>>;
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds?: number;
}

const realm = 'Bearer realm="millrace"';

/** Nobody has said who they are. */
export const noCredentials: Denial = {
  isDenied: true,
  status: 401,
  code: "UNAUTHENTICATED",
  title: "Not authenticated",
  detail:
    "The request says nothing of who sends it. Send an API key or a token as Authorization: Bearer <it>, or a key as X-Api-Key.",
  headers: { "WWW-Authenticate": realm },
};

/** What was sent does not prove who sends it. @param reason ends a sentence, and quotes nothing that was sent */
export function badCredentials(reason: string): Denial {
  return {
    isDenied: true,
    status: 401,
    code: "UNAUTHENTICATED",
    title: "Not authenticated",
    detail: `The credentials are not accepted: ${reason}.`,
    headers: { "WWW-Authenticate": `${realm}, error="invalid_token", error_description="${reason}"` },
  };
}

/** More than one credential was sent, and they could be those of two callers. */
export const ambiguousCredentials: Denial = {
  isDenied: true,
  status: 400,
  code: "AMBIGUOUS_CREDENTIALS",
  title: "More than one credential",
  detail: "The request holds both X-Api-Key and Authorization: Bearer, expected one of them.",
  headers: { "WWW-Authenticate": `${realm}, error="invalid_request"` },
};

/** The caller is known and lacks the role. */
export function missingRole({ role }: Need): Denial {
  return {
    isDenied: true,
    status: 403,
    code: "FORBIDDEN",
    title: "Not allowed",
    detail: `This takes the role ${role}, which these credentials do not have.`,
    headers: { "WWW-Authenticate": `${realm}, error="insufficient_scope", scope="${role}"` },
  };
}

/** The keys that tokens are checked with cannot be had: that is not the caller's fault. */
export function identityUnavailable(retryAfterSeconds: number): Denial {
  return {
    isDenied: true,
    status: 503,
    code: "IDENTITY_PROVIDER_UNAVAILABLE",
    title: "Tokens cannot be checked",
    detail: "The issuer's signing keys cannot be fetched at the moment. The token may be right: try again.",
    headers: {},
    retryAfterSeconds,
  };
}
