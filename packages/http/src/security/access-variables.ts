import { z } from "zod";
import type { SecuritySettings } from "./security.ts";

const address = z.url({ protocol: /^https?$/, error: "an http or https address" });
const names = z.string().transform((text) =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== ""),
);

/**
 * The environment variables that say who is let in, as a part of a service's zod object; refine that with
 * {@link checkTokenVariables}, and read it with {@link accessSettings}.
 */
export const accessVariables = {
  HOST: z.string().default("127.0.0.1"),
  STAGE: z.string().min(1).default("prod"),
  AUTH: z.enum(["open", "required"]).optional(),
  API_KEYS_FILE: z.string().min(1).optional(),
  JWT_ISSUER: address.optional(),
  JWT_AUDIENCE: z.string().min(1).optional(),
  JWT_JWKS_URL: address.optional(),
  JWT_ALGORITHMS: names.default(["RS256", "ES256", "EdDSA"]),
  JWT_ROLES_CLAIM: z.string().min(1).default("roles"),
  CORS_ORIGINS: names.default([]),
  OPEN_DOCS: z.stringbool().default(false),
  AUDIT_LOG_FILE: z.string().min(1).optional(),
  AUDIT_FULL_ADDRESSES: z.stringbool().default(false),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(16).default(0),
} as const;

/** The variables as they are once parsed. */
export type AccessVariables = z.output<z.ZodObject<typeof accessVariables>>;

type TokenVariables = Pick<AccessVariables, "JWT_ISSUER" | "JWT_AUDIENCE" | "JWT_JWKS_URL">;

/** For `superRefine`: tokens need both their issuer and their audience. */
export function checkTokenVariables(
  { JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWT_JWKS_URL: jwksUrl }: TokenVariables,
  context: z.core.$RefinementCtx,
): void {
  const miss = (name: string, message: string) =>
    context.addIssue({ code: "custom", path: [name], message, input: undefined });
  if (issuer !== undefined && audience === undefined)
    miss("JWT_AUDIENCE", "the audience of the tokens of JWT_ISSUER");
  if (issuer === undefined && (audience ?? jwksUrl) !== undefined)
    miss("JWT_ISSUER", "the issuer of the tokens (JWT_AUDIENCE and JWT_JWKS_URL mean nothing without it)");
}

/** Who is let in. In every other stage than `dev` callers have to say who they are, unless AUTH says otherwise. */
export function accessSettings(env: AccessVariables): SecuritySettings {
  return {
    stage: env.STAGE,
    host: env.HOST,
    auth: authOf(env),
    corsOrigins: env.CORS_ORIGINS,
    hasOpenDocs: env.OPEN_DOCS,
    showsAddresses: env.AUDIT_FULL_ADDRESSES,
    ...(env.AUDIT_LOG_FILE === undefined ? {} : { auditFile: env.AUDIT_LOG_FILE }),
  };
}

function authOf(env: AccessVariables): SecuritySettings["auth"] {
  const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWT_JWKS_URL: jwksUrl } = env;
  const mode = env.AUTH ?? (env.STAGE === "dev" ? "open" : "required");
  const keys = env.API_KEYS_FILE === undefined ? {} : { apiKeysFile: env.API_KEYS_FILE };
  if (issuer === undefined || audience === undefined) return { mode, ...keys };
  const { JWT_ALGORITHMS: algorithms, JWT_ROLES_CLAIM: rolesClaim } = env;
  const known = jwksUrl === undefined ? {} : { jwksUrl };
  return { mode, ...keys, jwt: { issuer, audience, ...known, algorithms, rolesClaim } };
}
