import { isUtf8 } from "node:buffer";
import type { EventProblem } from "@millrace/events";
import type { BodyItem, Portion } from "../intake/portion.ts";
import { BodyFault } from "./body-fault.ts";
import type { BodyFormat } from "./media-type.ts";
import { isTooDeep, maxDepth } from "./nesting.ts";
import type { RawPortion } from "./raw-portion.ts";

/** Items of a body that were parsed, and what ends it after them. */
export interface ParsedPortion {
  readonly portion: Portion;
  readonly fault?: BodyFault;
}

const tooDeep: BodyItem = {
  ok: false,
  problem: {
    path: [],
    found: `more than ${maxDepth} levels of arrays and objects`,
    expected: `at most ${maxDepth} levels`,
  },
};

/** A parsed value as an item; one that is nested too deep is none. */
export function toItem(value: unknown): BodyItem {
  return isTooDeep(value) ? tooDeep : { ok: true, value };
}

/**
 * Parses items that were cut out of a body. One line that is no JSON is an item with a problem; in an array it ends the
 * body, as nobody knows where it ends itself.
 * @param first the place of the first item in the whole body
 */
export function parsePortion(raw: RawPortion, format: BodyFormat, first: number): ParsedPortion {
  const original = (at: number) => raw.bytes.subarray(raw.starts[at], raw.ends[at]);
  if (format === "lines") {
    const items = raw.starts.map((start, at) => parseLine(raw.bytes, start, raw.ends[at] as number));
    return { portion: { items, original } };
  }
  const values = parseTogether(raw);
  if (values !== undefined) return { portion: { items: values.map(toItem), original } };
  return parseOneByOne(raw, { original, first });
}

/** All items by one call, as they stand beside each other with their commas; undefined when one of them is no JSON. */
function parseTogether({ bytes, starts, ends }: RawPortion): readonly unknown[] | undefined {
  const [from = 0, to = 0] = [starts[0], ends[ends.length - 1]];
  if (!isUtf8(bytes.subarray(from, to))) return undefined;
  try {
    return JSON.parse(`[${bytes.toString("utf8", from, to)}]`) as readonly unknown[];
  } catch {
    return undefined;
  }
}

function parseOneByOne(
  { bytes, starts, ends }: RawPortion,
  { original, first }: { readonly original: Portion["original"]; readonly first: number },
): ParsedPortion {
  const items: BodyItem[] = [];
  for (let at = 0; at < starts.length; at += 1) {
    const [from, to] = [starts[at] as number, ends[at] as number];
    if (!isUtf8(bytes.subarray(from, to))) {
      const fault = new BodyFault("MALFORMED_UTF8", `Item ${first + at} of the body is not UTF-8.`);
      return { portion: { items, original }, fault };
    }
    try {
      items.push(toItem(JSON.parse(bytes.toString("utf8", from, to))));
    } catch (cause) {
      const fault = new BodyFault(
        "MALFORMED_JSON",
        `Item ${first + at} of the body is no JSON: ${messageOf(cause)}.`,
        cause,
      );
      return { portion: { items, original }, fault };
    }
  }
  return { portion: { items, original } };
}

function parseLine(bytes: Buffer, from: number, to: number): BodyItem {
  if (!isUtf8(bytes.subarray(from, to))) return notJson("bytes that are not UTF-8");
  try {
    return toItem(JSON.parse(bytes.toString("utf8", from, to)));
  } catch (cause) {
    return notJson(`malformed JSON (${messageOf(cause)})`);
  }
}

function notJson(found: string): BodyItem {
  const problem: EventProblem = { path: [], found, expected: "a JSON value a line" };
  return { ok: false, problem };
}

/** What `JSON.parse` found, without the line ends that it may quote. */
export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, " ");
}
