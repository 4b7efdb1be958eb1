import type { IncomingMessage } from "node:http";
import { isApiKeyForm } from "@millrace/access";
import { ambiguousCredentials, badCredentials, type Denial, noCredentials } from "./denial.ts";

/** Longer ones are refused unread. Tokens with the groups of large companies have 4,000 to 6,000 characters. */
const maxLength = 8192;

const scheme = "bearer ";
const tooLong = badCredentials(`they are longer than ${maxLength} characters`);
const noBearer = badCredentials("the scheme of Authorization is not Bearer");
const noKeyForm = badCredentials("X-Api-Key does not have the form of an API key");

/**
 * The key or token that a request is sent with, as it was sent, or why there is none. `Authorization` of another scheme is
 * left to whoever stands in front when there is an `X-Api-Key`.
 */
export function credentialOf({ headers }: IncomingMessage): string | Denial {
  const { authorization } = headers;
  const key = headers["x-api-key"];
  if (key !== undefined) return keyOf(key, authorization);
  if (authorization === undefined) return noCredentials;
  if (!isBearer(authorization)) return noBearer;
  if (authorization.length > maxLength) return tooLong;
  return authorization.slice(scheme.length).trim();
}

function keyOf(key: string | string[], authorization: string | undefined): string | Denial {
  if (authorization !== undefined && isBearer(authorization)) return ambiguousCredentials;
  return typeof key === "string" && isApiKeyForm(key) ? key : noKeyForm;
}

function isBearer(authorization: string): boolean {
  return (
    authorization.length >= scheme.length && authorization.slice(0, scheme.length).toLowerCase() === scheme
  );
}
