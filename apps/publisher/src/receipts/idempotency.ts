/** How a request was answered, byte for byte. */
export interface StoredAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** A request whose `Idempotency-Key` is not answered yet. It has to be settled or abandoned, or its key stays in use. */
export interface KeyedRun {
  readonly kind: "run";
  /**
   * The id of an item for which none was given: the same for the same scope, key, index and item, whenever it is asked.
   * @param item the bytes of the item as posted; with them another item at the same place gets another id
   */
  readonly idOf: (index: number, item?: Uint8Array) => string;
  /**
   * Remembers the answer; written when it resolves, which is before it may be sent. Never rejects: an answer that cannot
   * be kept is forgotten, and a repeat then gets its items as duplicates.
   */
  readonly settle: (answer: StoredAnswer, bodyHash: Uint8Array) => Promise<void>;
  /**
   * Gives the key back without an answer: the request was not understood, or an item of it is to be sent again.
   * @param bodyHash where part of it was taken: the key then stays bound to this body
   */
  readonly abandon: (bodyHash?: Uint8Array) => Promise<void>;
}

/** A request whose `Idempotency-Key` was answered before. */
export interface KnownAnswer {
  readonly kind: "known";
  /**
   * The first answer, to be sent again with `Idempotency-Replayed: true`; `undefined` where the body is another one: 422
   * `IDEMPOTENCY_KEY_REUSED`.
   * @param bodyHash SHA-256 of the decoded body
   */
  readonly answerFor: (bodyHash: Uint8Array) => StoredAnswer | undefined;
}

/** What an `Idempotency-Key` means for a request. */
export type Begun =
  | KeyedRun
  | KnownAnswer
  /** The same key is under way: 409 `IDEMPOTENCY_KEY_IN_USE` with `Retry-After`. */
  | { readonly kind: "in-use"; readonly retryAfterSeconds: number }
  /** The key is bound to another body: 422 `IDEMPOTENCY_KEY_REUSED`. */
  | { readonly kind: "reused" };

/**
 * The answers of requests that came with an `Idempotency-Key`, as draft-ietf-httpapi-idempotency-key-header has it.
 *
 * A body whose hash is known at once is begun with it. For a streamed one it is left out: `known` then says that the body
 * is only to be read and hashed, and `run` that it is to be taken; its items have ids that make a repeat safe.
 */
export interface Answers {
  /**
   * @param scope the caller and the route; the same key of another caller is another key
   * @param key as {@link isIdempotencyKey} has it
   * @param bodyHash SHA-256 of the decoded body
   */
  readonly begin: (scope: string, key: string, bodyHash?: Uint8Array) => Begun;
}

const printableKey = /^[\x20-\x7e]{1,255}$/;

/** Whether a header's value may be a key: 1 to 255 printable ASCII characters, with or without the draft's quotes. */
export function isIdempotencyKey(key: string): boolean {
  return printableKey.test(key);
}
