import { timingSafeEqual } from "node:crypto";
import { type ApiKeyEntry, apiKeyId, isExpired } from "@millrace/access";
import { type Caller, callerWith } from "./caller.ts";
import { badCredentials, type Denial } from "./denial.ts";

/** A caller, and from when on the key has to be looked at again. */
export interface KeyHolder {
  readonly caller: Caller;
  readonly untilMs: number;
}

interface Key {
  readonly digest: Buffer;
  readonly entry: ApiKeyEntry;
}

const unknownKey = badCredentials("the API key is not known here");
const expiredKey = badCredentials("the API key has expired");

/** The API keys that are valid at the moment. */
export class ApiKeyRing {
  #ids: readonly string[] = [];
  /** By the first digits of the hash, which are no secret: the log says them. */
  #keys = new Map<string, readonly Key[]>();

  constructor(entries: readonly ApiKeyEntry[] = []) {
    this.replace(entries);
  }

  /** Every key, with the name and the id that the log may say. */
  get ids(): readonly string[] {
    return this.#ids;
  }

  /** Takes these keys from now on, and no other. */
  replace(entries: readonly ApiKeyEntry[]): void {
    const keys = new Map<string, readonly Key[]>();
    for (const entry of entries) {
      const id = apiKeyId(entry);
      keys.set(id, [...(keys.get(id) ?? []), { digest: Buffer.from(entry.hash, "hex"), entry }]);
    }
    this.#keys = keys;
    this.#ids = entries.map((entry) => `${entry.name}:${apiKeyId(entry)}`);
  }

  /**
   * Whose key it is. Whole digests are compared in constant time.
   * @param digest SHA-256 of what was sent, in hexadecimal digits
   */
  find(digest: string, nowMs: number): KeyHolder | Denial {
    const sent = Buffer.from(digest, "hex");
    let found: ApiKeyEntry | undefined;
    for (const { digest: known, entry } of this.#keys.get(apiKeyId({ hash: digest })) ?? [])
      if (timingSafeEqual(known, sent)) found = entry;
    if (found === undefined) return unknownKey;
    if (isExpired(found, nowMs)) return expiredKey;
    return {
      caller: callerWith(`key:${found.name}`, found.roles),
      untilMs: found.expiresAtMs ?? Number.POSITIVE_INFINITY,
    };
  }
}
