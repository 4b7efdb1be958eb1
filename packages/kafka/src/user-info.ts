import { ConnectionSettingError } from "./errors.ts";

/** Credentials of a schema registry. */
export interface UserInfo {
  readonly key: string;
  readonly secret: string;
}

/**
 * Reads `key:secret` as in `SCHEMA_REGISTRY_USER_INFO`; the secret may hold colons.
 * @throws ConnectionSettingError naming the part that is missing, never a value
 */
export function parseUserInfo(text: string): UserInfo {
  const colon = text.indexOf(":");
  if (colon < 0) throw new ConnectionSettingError("the user info has no colon, expected key:secret");
  const key = text.slice(0, colon).trim();
  const secret = text.slice(colon + 1).trim();
  if (key === "") throw new ConnectionSettingError("the user info has an empty key, expected key:secret");
  if (secret === "")
    throw new ConnectionSettingError("the user info has an empty secret, expected key:secret");
  return { key, secret };
}
