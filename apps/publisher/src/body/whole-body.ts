import { isUtf8 } from "node:buffer";
import type { BodyItem, Portion } from "../intake/portion.ts";
import { ArraySplitter } from "./array-splitter.ts";
import { BodyFault } from "./body-fault.ts";
import { messageOf, parsePortion, toItem } from "./json-portion.ts";
import { LineSplitter } from "./line-splitter.ts";
import type { BodyFormat } from "./media-type.ts";
import type { RawPortion, SplitLimits } from "./raw-portion.ts";

/** The body of a single post: one item. @throws BodyFault */
export function parseSingle(body: Buffer): Portion {
  const bytes = withoutBom(body);
  return new SinglePortion(bytes, toItem(parseText(bytes)));
}

/** A class, as one is made for every request. */
class SinglePortion implements Portion {
  readonly items: readonly BodyItem[];
  readonly #bytes: Buffer;

  constructor(bytes: Buffer, item: BodyItem) {
    this.items = [item];
    this.#bytes = bytes;
  }

  original(): Buffer {
    return this.#bytes;
  }
}

/**
 * The body of a small batch, all at once: an array that is no JSON is none of it.
 * @throws BodyFault
 */
export function parseBatch(body: Buffer, format: BodyFormat, limits: SplitLimits): Portion {
  const bytes = withoutBom(body);
  return format === "lines" ? parseLines(bytes, limits) : parseArray(bytes, limits);
}

/** A byte order mark is skipped, as RFC 8259 permits. */
export function withoutBom(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function parseArray(bytes: Buffer, limits: SplitLimits): Portion {
  const values = parseText(bytes);
  if (!Array.isArray(values)) {
    const found = values === null ? "null" : typeof values;
    throw new BodyFault(
      "MALFORMED_BATCH",
      `The batch is no array (${found}), expected an array of at least one item.`,
    );
  }
  checkCount(values.length, limits.maxItems);
  let raw: RawPortion | undefined;
  const items = (values as readonly unknown[]).map(toItem);
  return {
    items,
    original: (at) => {
      raw ??= splitWhole(bytes, items.length);
      return raw.bytes.subarray(raw.starts[at], raw.ends[at]);
    },
  };
}

function parseLines(bytes: Buffer, limits: SplitLimits): Portion {
  const whole = { ...limits, portionItems: limits.maxItems, portionBytes: bytes.length + 1 };
  const splitter = new LineSplitter(whole);
  const [raw] = [...splitter.push(bytes), ...splitter.end()];
  if (raw === undefined)
    throw new BodyFault("MALFORMED_BATCH", "The batch is an empty body, expected at least one line.");
  return parsePortion(raw, "lines", 0).portion;
}

/** @throws BodyFault */
function checkCount(count: number, maxItems: number): void {
  if (count === 0)
    throw new BodyFault("MALFORMED_BATCH", "The batch is an empty array, expected at least one item.");
  if (count <= maxItems) return;
  throw new BodyFault(
    "TOO_MANY_ITEMS",
    `The batch holds ${count} items, at most ${maxItems} are taken at once. Send it in parts.`,
  );
}

/** Where the items of an array lie that was parsed before. */
function splitWhole(bytes: Buffer, count: number): RawPortion {
  const size = bytes.length + 1;
  const splitter = new ArraySplitter({
    portionItems: count + 1,
    portionBytes: size,
    maxItems: count,
    maxItemBytes: size,
  });
  const [raw] = [...splitter.push(bytes), ...splitter.end()];
  if (raw === undefined) throw new Error("an array that was parsed has no items");
  return raw;
}

function parseText(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new BodyFault("MALFORMED_UTF8", `The body is not UTF-8${guess(bytes)}.`);
  if (bytes.length === 0) throw new BodyFault("MALFORMED_JSON", "The body is empty, expected JSON.");
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw new BodyFault("MALFORMED_JSON", `The body is no JSON: ${messageOf(cause)}.`, cause);
  }
}

function guess(bytes: Buffer): string {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return isUtf16 ? "; it begins as UTF-16 does" : "";
}
