import { createHash, randomBytes } from "node:crypto";

/** What every key begins with, so that scanners for leaked secrets and people know what it is. */
export const apiKeyPrefix = "mr_";

const keyBytes = 32;
const keyForm = /^mr_[A-Za-z0-9_-]{43}$/;

/** Makes a key: `mr_` and 32 random bytes in base64url. It stands nowhere afterwards; a file holds its {@link hashApiKey}. */
export function newApiKey(): string {
  return apiKeyPrefix + randomBytes(keyBytes).toString("base64url");
}

/** Whether a text has the form of a key. */
export function isApiKeyForm(text: string): boolean {
  return keyForm.test(text);
}

/**
 * SHA-256 of a key, 64 hexadecimal digits. A slow hash protects secrets that can be guessed; 256 random bits cannot, and a
 * fast one keeps a flood of wrong keys cheap.
 */
export function hashApiKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
