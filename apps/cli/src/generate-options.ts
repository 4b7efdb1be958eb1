import { parseDuration, parseRate, parseShare } from "@millrace/domain";
import { InvalidArgumentError } from "commander";

/** Where `millrace generate` sends events. */
export type GenerateTarget =
  | { readonly kind: "http"; readonly url?: string }
  | { readonly kind: "kafka" }
  | { readonly kind: "stdout" }
  | { readonly kind: "file"; readonly path: string };

/** What the command line of `millrace generate` says, each part checked by itself. */
export interface GenerateFlags {
  readonly domain?: readonly string[];
  readonly type?: readonly string[];
  readonly count?: number;
  /** Milliseconds. */
  readonly duration?: number;
  readonly follow?: boolean;
  /** Events a second. */
  readonly rate?: number | "max";
  readonly daily?: boolean;
  readonly seed?: number;
  readonly to: GenerateTarget;
  /** A file of JSON lines. */
  readonly from?: string;
  /** Milliseconds since the epoch. */
  readonly start?: number;
  readonly speed?: number | "max";
  readonly concurrency?: number;
  readonly malformedBytes?: boolean;
  readonly json?: boolean;
  readonly late?: number;
  readonly duplicate?: number;
  readonly outOfOrder?: number;
  readonly clockDrift?: number;
  readonly malformed?: number;
}

/** `a,b` */
export function namesFlag(text: string): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.some((name) => name === ""))
    throw new InvalidArgumentError("expected names with commas between.");
  return names;
}

/** A whole number above 0. */
export function countFlag(text: string): number {
  if (/^[1-9]\d{0,11}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("expected a whole number above 0.");
}

/** A whole number. */
export function seedFlag(text: string): number {
  if (/^-?\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("expected a whole number of at most 9 digits.");
}

/** `1 minute`, in milliseconds. */
export function durationFlag(text: string): number {
  try {
    const duration = parseDuration(text);
    if (duration > 0) return duration;
  } catch {
    // What is said below says more than the reason.
  }
  throw new InvalidArgumentError('expected a duration such as "1 minute" or "PT30S".');
}

/** `500 per second`, in events a second; or `max`. */
export function rateFlag(text: string): number | "max" {
  if (text === "max") return "max";
  const rate = parseRate(text);
  if (rate !== undefined) return rate;
  throw new InvalidArgumentError('expected a rate such as "500 per second", or max.');
}

/** `60x` or `max`. */
export function speedFlag(text: string): number | "max" {
  if (text === "max") return "max";
  const speed = Number(/^(\d{1,6}(?:\.\d{1,3})?)x?$/.exec(text)?.[1]);
  if (speed > 0) return speed;
  throw new InvalidArgumentError("expected a speed such as 60x or 0.5x, or max.");
}

/** `1%`, as a part of 1. */
export function shareFlag(text: string): number {
  if (/^(100(\.0+)?|\d{1,2}(\.\d+)?)\s?%$/.test(text)) return parseShare(text);
  throw new InvalidArgumentError('expected a share from "0%" to "100%", such as "0.5%".');
}

/** An ISO 8601 time, in milliseconds since the epoch. */
export function startFlag(text: string): number {
  if (text === "now") return Date.now();
  const hasOffset = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2}))?$/.test(text);
  const timeMs = hasOffset ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(timeMs)) return timeMs;
  throw new InvalidArgumentError(
    "expected now, or an ISO 8601 time with an offset such as 2026-01-15T10:00:00Z.",
  );
}

/** `http`, `http://host:port`, `kafka`, `file:<path>` or `-`. */
export function targetFlag(text: string): GenerateTarget {
  if (text === "http") return { kind: "http" };
  if (/^https?:\/\/[^/\s]+/.test(text)) return { kind: "http", url: text };
  if (text === "kafka") return { kind: "kafka" };
  if (text === "-") return { kind: "stdout" };
  return { kind: "file", path: fileFlag(text) };
}

/** `file:<path>` */
export function fileFlag(text: string): string {
  const path = /^file:(.+)$/s.exec(text)?.[1];
  if (path !== undefined) return path;
  throw new InvalidArgumentError("expected http, http://<host>:<port>, kafka, file:<path> or -.");
}
