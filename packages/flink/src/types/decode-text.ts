import { FlinkDecodeError } from "../errors/statement-errors.ts";
import { type DecodeContext, decodeScalarText, mismatch } from "./decode.ts";
import { formatType, type LogicalType } from "./logical-type.ts";
import { NestedReader } from "./nested-reader.ts";
import { type FlinkValue, valueKey } from "./value.ts";

/**
 * A value in the gateway's plain text, which is what `CAST(… AS STRING)` prints: `[1, 2]`, `{k=v}`, `(a, b)`, `x'00ff'`. Strings
 * are not quoted there, so that a string inside a nested value can look like syntax; text that can be read in two ways is
 * refused. A nested string `NULL` cannot be told from NULL and is read as NULL.
 */
export function decodePlainText(value: unknown, type: LogicalType, context: DecodeContext): FlinkValue {
  if (value === null || value === undefined) return null;
  const text = String(value);
  return isNested(type) ? decodeNested(text, type, context) : decodePrinted(text, type, context);
}

/** A scalar as SQL prints it. */
export function decodePrinted(text: string, type: LogicalType, context: DecodeContext): FlinkValue {
  switch (type.kind) {
    case "BINARY":
    case "VARBINARY":
      return bytesOf(text) ?? fail(text, type);
    case "INTERVAL_YEAR_MONTH":
      return monthsOf(text) ?? fail(text, type);
    case "INTERVAL_DAY_TIME":
      return millisecondsOf(text) ?? fail(text, type);
    default:
      return decodeScalarText(text, type, context);
  }
}

function fail(text: string, type: LogicalType): never {
  throw mismatch(text, type);
}

function isNested({ kind }: LogicalType): boolean {
  return kind === "ARRAY" || kind === "MAP" || kind === "MULTISET" || kind === "ROW";
}

function bytesOf(text: string): Uint8Array | undefined {
  const hex = /^(?:x')?((?:[0-9a-fA-F]{2})*)'?$/.exec(text)?.[1];
  return hex === undefined ? undefined : new Uint8Array(Buffer.from(hex, "hex"));
}

function monthsOf(text: string): number | undefined {
  const match = /^([+-]?)(\d+)-(\d+)$/.exec(text);
  return match ? (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 12 + Number(match[3])) : undefined;
}

function millisecondsOf(text: string): bigint | undefined {
  const match = /^([+-]?)(\d+) (\d+):(\d+):(\d+)(?:\.(\d{1,3})\d*)?$/.exec(text);
  if (!match) return undefined;
  const [days = 0n, hours = 0n, minutes = 0n, seconds = 0n] = match.slice(2, 6).map(BigInt);
  const total =
    (((days * 24n + hours) * 60n + minutes) * 60n + seconds) * 1000n +
    BigInt((match[6] ?? "").padEnd(3, "0"));
  return match[1] === "-" ? -total : total;
}

function decodeNested(text: string, type: LogicalType, context: DecodeContext): FlinkValue {
  const reader = new NestedReader(text, (part, scalar) => decodePrinted(part, scalar, context));
  const found = new Map<string, FlinkValue>();
  for (const [value, end] of reader.read(0, type)) {
    if (end === text.length) found.set(valueKey(value), value);
    if (found.size > 1) break;
  }
  const [only] = found.values();
  if (found.size > 1 || reader.isExhausted) {
    const advice =
      "The gateway writes this type without quotes, and this value can be read in more than one way: select its parts, or CAST them so that a map's keys are STRING.";
    throw new FlinkDecodeError(formatType(type), text, advice);
  }
  return only ?? fail(text, type);
}
