import type { BodyItem } from "../../../../apps/publisher/src/intake/portion.ts";
import { ArraySplitter } from "../../../../apps/publisher/src/body/array-splitter.ts";
import { BodyFault } from "../../../../apps/publisher/src/body/body-fault.ts";
import { parsePortion } from "../../../../apps/publisher/src/body/json-portion.ts";
import { LineSplitter } from "../../../../apps/publisher/src/body/line-splitter.ts";
import type { BodyFormat } from "../../../../apps/publisher/src/body/media-type.ts";
import type { RawPortion, SplitLimits } from "../../../../apps/publisher/src/body/raw-portion.ts";

/** Limits that nothing in a test reaches, with small portions. */
export const wideLimits: SplitLimits = {
  portionItems: 3,
  portionBytes: 64,
  maxItems: 100_000,
  maxItemBytes: 1_000_000,
};

/** What became of a body. */
export interface SplitResult {
  readonly items: readonly BodyItem[];
  /** The bytes of each item. */
  readonly originals: readonly string[];
  readonly portionSizes: readonly number[];
  readonly fault?: BodyFault;
}

/** Splits a body that comes in these chunks; every portion is parsed only when all have come. */
export function splitBody(
  chunks: readonly Buffer[],
  {
    format = "json",
    limits = wideLimits,
  }: { readonly format?: BodyFormat; readonly limits?: SplitLimits } = {},
): SplitResult {
  const splitter = format === "lines" ? new LineSplitter(limits) : new ArraySplitter(limits);
  const raws: RawPortion[] = [];
  let fault: BodyFault | undefined;
  try {
    for (const chunk of chunks) for (const raw of splitter.push(chunk)) raws.push(raw);
    for (const raw of splitter.end()) raws.push(raw);
  } catch (error) {
    if (!(error instanceof BodyFault)) throw error;
    fault = error;
  }
  return parseAll(raws, format, fault);
}

function parseAll(raws: readonly RawPortion[], format: BodyFormat, splitFault?: BodyFault): SplitResult {
  const items: BodyItem[] = [];
  const originals: string[] = [];
  let first = 0;
  for (const raw of raws) {
    const { portion, fault } = parsePortion(raw, format, first);
    items.push(...portion.items);
    originals.push(...portion.items.map((_, at) => portion.original(at).toString()));
    first += raw.starts.length;
    if (fault !== undefined) return { items, originals, portionSizes: [], fault };
  }
  const portionSizes = raws.map(({ starts }) => starts.length);
  return { items, originals, portionSizes, ...(splitFault === undefined ? {} : { fault: splitFault }) };
}

/** Bytes cut at these places. */
export function cutAt(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const cuts = [...new Set(places.map((place) => place % (bytes.length + 1)))].toSorted((a, b) => a - b);
  return [0, ...cuts].map((from, at) => bytes.subarray(from, cuts[at] ?? bytes.length));
}
