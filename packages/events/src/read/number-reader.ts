import type { ColumnType } from "@millrace/domain";
import type { Reader } from "./reader.ts";

type NumberType = Extract<ColumnType, { readonly kind: "int" | "long" | "double" }>;

const intLimits = { min: -(2 ** 31), max: 2 ** 31 - 1 };
const longLimits = { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER };

/** A 32-bit whole number. */
export function intReader(type: NumberType): Reader {
  const { min, max } = wholeLimits(type, intLimits);
  const expected = `a whole number from ${min} to ${max}`;
  return (value, faults) => {
    if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
    faults.add(value, expected);
  };
}

/** A 64-bit whole number: one that JSON keeps exactly, or a bigint, which a program may give. */
export function longReader(type: NumberType): Reader {
  const { min, max } = wholeLimits(type, longLimits);
  const [least, greatest] = [type.min ?? -(2n ** 63n), type.max ?? 2n ** 63n - 1n];
  const expected = `a whole number from ${min} to ${max}`;
  return (value, faults) => {
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= min && value <= max)
      return value;
    if (typeof value === "bigint" && value >= least && value <= greatest && isInt64(value)) return value;
    faults.add(value, expected);
  };
}

/** A finite number. */
export function doubleReader({ min = -Infinity, max = Infinity }: NumberType): Reader {
  const expected = `a number${doubleRange(min, max)}`;
  return (value, faults) => {
    if (typeof value === "number" && Number.isFinite(value) && value >= min && value <= max) return value;
    faults.add(value, expected);
  };
}

/** Whether a whole number fits 64 bits. */
export function isInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

function wholeLimits(type: NumberType, limits: { readonly min: number; readonly max: number }) {
  return {
    min: Math.max(type.min ?? limits.min, limits.min),
    max: Math.min(type.max ?? limits.max, limits.max),
  };
}

function doubleRange(min: number, max: number): string {
  if (min !== -Infinity && max !== Infinity) return ` from ${min} to ${max}`;
  if (min !== -Infinity) return ` of at least ${min}`;
  return max === Infinity ? "" : ` of at most ${max}`;
}
