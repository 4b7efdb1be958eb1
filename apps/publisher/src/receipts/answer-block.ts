import type { StoredAnswer } from "./idempotency.ts";

/** What is kept of a request with an `Idempotency-Key`. */
export interface AnswerBlock {
  /** SHA-256 of its scope and key. */
  readonly name: Buffer;
  /** SHA-256 of its body. */
  readonly bodyHash: Uint8Array;
  /** When it was answered, in milliseconds since the epoch. */
  readonly atMs: number;
  /** Undefined where the key is bound to its body and nothing else. */
  readonly answer?: StoredAnswer;
}

const version = 1;
const hashBytes = 32;
/** Version, time, two hashes, status and the length of the content type. */
const headerBytes = 1 + 6 + 2 * hashBytes + 2 + 1;

/** Writes a block of the log of answers. Status 0 stands for no answer. */
export function encodeAnswer({ name, bodyHash, atMs, answer }: AnswerBlock): Buffer {
  const contentType = Buffer.from(answer?.contentType ?? "", "latin1").subarray(0, 255);
  const block = Buffer.allocUnsafe(headerBytes + contentType.length + (answer?.body.length ?? 0));
  block[0] = version;
  block.writeUIntLE(atMs, 1, 6);
  block.set(name, 7);
  block.set(bodyHash, 7 + hashBytes);
  block.writeUInt16LE(answer?.status ?? 0, 7 + 2 * hashBytes);
  block[headerBytes - 1] = contentType.length;
  block.set(contentType, headerBytes);
  if (answer !== undefined) block.set(answer.body, headerBytes + contentType.length);
  return block;
}

/** Reads what {@link encodeAnswer} has written; undefined where the block has a form that is not known here. */
export function decodeAnswer(block: Uint8Array): AnswerBlock | undefined {
  if (block[0] !== version || block.length < headerBytes) return undefined;
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.length);
  const atMs = bytes.readUIntLE(1, 6);
  const name = bytes.subarray(7, 7 + hashBytes);
  const bodyHash = bytes.subarray(7 + hashBytes, 7 + 2 * hashBytes);
  const status = bytes.readUInt16LE(7 + 2 * hashBytes);
  if (status === 0) return { name, bodyHash, atMs };
  const bodyAt = headerBytes + bytes[headerBytes - 1]!;
  const contentType = bytes.toString("latin1", headerBytes, bodyAt);
  return { name, bodyHash, atMs, answer: { status, contentType, body: bytes.subarray(bodyAt) } };
}
