import { z } from "zod";
import type { Reading } from "./parameters.ts";

const maxTextLength = 4_000;
const isoTime = z.iso.datetime({ offset: true });

/**
 * How text becomes a value of a column that Postgres surely takes. What is read is sent as a parameter and cast to the type.
 * @param type as the plan has it
 * @returns undefined for a type whose values cannot be compared: an array
 */
export function readingOf(type: string): Reading<string> | undefined {
  if (type.endsWith("[]")) return undefined;
  if (type === "integer") return wholeWithin(-(2n ** 31n), 2n ** 31n - 1n);
  if (type === "bigint") return wholeWithin(-(2n ** 63n), 2n ** 63n - 1n);
  if (type === "double precision" || type.startsWith("numeric")) return decimal;
  if (type === "boolean") return truth;
  if (type === "timestamptz") return instant;
  return plainText;
}

/** Reads a value as Postgres has written it, for positions: an instant has microseconds, a double may be no number. */
export function writtenReadingOf(type: string): Reading<string> | undefined {
  if (type === "timestamptz") return { ...instant, read: writtenInstant };
  if (type === "double precision")
    return { ...decimal, read: (text) => (/^(NaN|-?Infinity)$/.test(text) ? text : decimal.read(text)) };
  return readingOf(type);
}

/** ISO 8601 with its offset; given back in UTC with milliseconds. */
export const instant: Reading<string> = {
  read(text) {
    if (!isoTime.safeParse(text).success) return undefined;
    const iso = new Date(text).toISOString();
    // Postgres has no year 0, and four digits are what it is sure to read.
    return /^(?!0000)\d{4}-/.test(iso) ? iso : undefined;
  },
  expected: "a time in ISO 8601 with its offset, as 2026-01-15T10:30:00Z",
};

function writtenInstant(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/.test(text)) return undefined;
  const time = new Date(text);
  // What does not exist, as the 31st of February, comes back as another time.
  const isSame =
    !Number.isNaN(time.getTime()) && text.startsWith(time.toISOString().slice(0, 19).replace("T", " "));
  return isSame ? text : undefined;
}

const truth: Reading<string> = {
  read: (text) => (text === "true" || text === "false" ? text : undefined),
  expected: "true or false",
};

const plainText: Reading<string> = {
  // No text of Postgres holds U+0000.
  read: (text) => (text.length <= maxTextLength && !text.includes("\0") ? text : undefined),
  expected: `text of at most ${maxTextLength} characters without U+0000`,
};

/** Digits within what a double and a numeric can hold. */
const decimal: Reading<string> = {
  read: (text) =>
    /^[+-]?(?:\d{1,100}(?:\.\d{0,100})?|\.\d{1,100})(?:[eE][+-]?\d{1,2})?$/.test(text) ? text : undefined,
  expected: "a number",
};

function wholeWithin(least: bigint, most: bigint): Reading<string> {
  return {
    read(text) {
      if (!/^[+-]?\d{1,19}$/.test(text)) return undefined;
      const number = BigInt(text.replace("+", ""));
      return number >= least && number <= most ? String(number) : undefined;
    },
    expected: `a whole number from ${least} to ${most}`,
  };
}
