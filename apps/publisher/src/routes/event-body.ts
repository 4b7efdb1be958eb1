import { createHash, type Hash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { BodyFault } from "../body/body-fault.ts";
import { type BodyLimits, splitLimits, wholeBatchBytes } from "../body/body-limits.ts";
import { contentDecoder } from "../body/content-encoding.ts";
import type { ParsedPortion } from "../body/json-portion.ts";
import { type BodyFormat, bodyFormat } from "../body/media-type.ts";
import { type HeldMemory, leaveBody, readStart, tooLarge } from "../body/read-start.ts";
import { type OpenBody, streamPortions } from "../body/stream-portions.ts";
import { parseBatch, parseSingle } from "../body/whole-body.ts";
import type { Portion } from "../intake/portion.ts";

/** A body that is read: all of it, or a batch of which more is to come. */
export type EventBody =
  | { readonly isWhole: true; readonly bytes: Buffer; readonly format: BodyFormat }
  | {
      readonly isWhole: false;
      readonly portions: () => AsyncGenerator<ParsedPortion, void>;
      /** SHA-256 of all that was read, where that is asked for: to be called once, after the last portion. */
      readonly hash: () => Buffer;
      /** Reads no more of it; to be called when it was taken, to its end or not. */
      readonly leave: () => void;
    };

/** How bodies of a route are read. */
export interface EventBodyOptions {
  readonly isBatch: boolean;
  readonly limits: BodyLimits;
  /** Whether the hash of the body is asked for. */
  readonly isHashed: boolean;
  /** Accounts for the body of one event as it grows. */
  readonly memory: HeldMemory;
}

/**
 * Reads the body of a request, or its beginning.
 * @throws BodyFault, BodyAbortedError, and what the memory throws
 */
export async function readEventBody(
  request: IncomingMessage,
  response: ServerResponse,
  { isBatch, limits, isHashed, memory }: EventBodyOptions,
): Promise<EventBody> {
  const { headers } = request;
  const format = formatOf(headers["content-type"], isBatch);
  const decode = contentDecoder(headers["content-encoding"]);
  const maxBytes = isBatch ? limits.maxBatchBytes : limits.maxBodyBytes;
  const length = headers["content-length"];
  if (length !== undefined && Number(length) > maxBytes) throw tooLarge(maxBytes, Number(length));
  if (headers.expect !== undefined) response.writeContinue();
  const decoded: Readable = decode === undefined ? request : decode(request);
  const wholeBytes = isBatch ? Math.min(wholeBatchBytes, maxBytes) : maxBytes;
  const start = await readStart(request, isBatch ? { decoded, wholeBytes } : { decoded, wholeBytes, memory });
  if (start.isWhole) return { isWhole: true, bytes: start.bytes, format };
  if (!isBatch || start.bytes.length > maxBytes) {
    leaveBody(request, decoded);
    throw tooLarge(maxBytes);
  }
  return streamed(request, start, { format, limits, isHashed });
}

/** The items of a body that was read whole. @throws BodyFault */
export function parseWhole(
  { bytes, format }: Extract<EventBody, { readonly isWhole: true }>,
  { isBatch, limits }: Pick<EventBodyOptions, "isBatch" | "limits">,
): Portion {
  return isBatch ? parseBatch(bytes, format, splitLimits(limits)) : parseSingle(bytes);
}

function formatOf(contentType: string | undefined, isBatch: boolean): BodyFormat {
  const format = bodyFormat(contentType);
  if (isBatch || format === "json") return format;
  throw new BodyFault(
    "UNSUPPORTED_MEDIA_TYPE",
    "The body's content type is that of JSON lines, expected application/json for one event. Lines go to the path with /batch.",
  );
}

function streamed(
  request: IncomingMessage,
  body: OpenBody,
  {
    format,
    limits,
    isHashed,
  }: { readonly format: BodyFormat; readonly limits: BodyLimits; readonly isHashed: boolean },
): EventBody {
  const sha256: Hash = createHash("sha256");
  const options = {
    format,
    limits: splitLimits(limits),
    maxBytes: limits.maxBatchBytes,
    ...(isHashed ? { onBytes: (chunk: Buffer) => void sha256.update(chunk) } : {}),
  };
  return {
    isWhole: false,
    portions: () => streamPortions(request, body, options),
    hash: () => sha256.digest(),
    leave: () => leaveBody(request, body.rest),
  };
}
