import type { SplitLimits } from "./raw-portion.ts";

/** How large bodies may be; all in bytes as they were meant, decompressed. */
export interface BodyLimits {
  /** Of one event. */
  readonly maxBodyBytes: number;
  readonly maxBatchBytes: number;
  readonly maxBatchItems: number;
}

/** Batches up to here are read and parsed at once; larger ones are streamed. */
export const wholeBatchBytes = 65_536;

const portionItems = 500;
const portionBytes = 65_536;
/** What a streamed batch holds in memory at most: portions under way, one being read, the connection's buffers. */
const streamBytes = 524_288;

/** How batches are cut. */
export function splitLimits({ maxBodyBytes, maxBatchItems }: BodyLimits): SplitLimits {
  return { portionItems, portionBytes, maxItems: maxBatchItems, maxItemBytes: maxBodyBytes };
}

/** One event whose size is not known before it is read is first counted as so many. */
const unknownBytes = 16_384;

/**
 * How much of a request is in memory at once, as far as that is known before it is read: see `grow` of admission.
 * @param length that its head says; undefined where it says none
 */
export function memoryOf(
  length: number | undefined,
  { isBatch, isEncoded }: { readonly isBatch: boolean; readonly isEncoded: boolean },
): number {
  if (length !== undefined && !isEncoded && !(isBatch && length > wholeBatchBytes)) return length;
  return isBatch ? streamBytes : unknownBytes;
}
