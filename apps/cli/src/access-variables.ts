import { resolve } from "node:path";
import type { PublisherSettings } from "@millrace/settings";
import { variablesOf } from "./variables.ts";

/** Who may call: said once for both programs. */
export type AccessSettings = Pick<PublisherSettings, "auth" | "apiKeysFile" | "jwt" | "trustedProxies">;

/** Who may call, as the variables that the publisher and the metrics app read. @param root what paths are relative to */
export function accessVariables(
  { auth, apiKeysFile, jwt, trustedProxies }: AccessSettings,
  root: string,
): Readonly<Record<string, string>> {
  return variablesOf({
    AUTH: auth,
    API_KEYS_FILE: apiKeysFile === undefined ? undefined : resolve(root, apiKeysFile),
    JWT_ISSUER: jwt.issuer,
    JWT_AUDIENCE: jwt.audience,
    JWT_JWKS_URL: jwt.jwksUrl,
    JWT_ALGORITHMS: jwt.algorithms,
    JWT_ROLES_CLAIM: jwt.rolesClaim,
    TRUSTED_PROXIES: trustedProxies,
  });
}
