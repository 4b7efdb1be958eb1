import type { Role } from "./role.ts";

/** A key as its file has it: everything but the key. Two of one name are both valid, so that a key can be replaced. */
export interface ApiKeyEntry {
  /** Whose it is: `shop`. */
  readonly name: string;
  /** SHA-256 of the key, 64 lower-case hexadecimal digits. */
  readonly hash: string;
  readonly roles: readonly Role[];
  /** Milliseconds since the epoch from when on it is refused; without one it does not expire. */
  readonly expiresAtMs?: number;
}

const idLength = 8;

/** Tells keys of one name apart: the first digits of the hash. */
export function apiKeyId({ hash }: Pick<ApiKeyEntry, "hash">): string {
  return hash.slice(0, idLength);
}

/** Whether it is refused because of its age. */
export function isExpired({ expiresAtMs }: ApiKeyEntry, nowMs: number): boolean {
  return expiresAtMs !== undefined && expiresAtMs <= nowMs;
}
