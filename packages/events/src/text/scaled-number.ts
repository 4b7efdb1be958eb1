/** A number in exact decimal form: `unscaled` digits of which `scale` stand behind the point. */
export type ScaledNumber =
  | { readonly kind: "number"; readonly isNegative: boolean; readonly digits: string }
  /** It has digits other than zero further behind the point. */
  | { readonly kind: "too-fine" }
  /** It came as a JSON number of more digits than such a number surely keeps. */
  | { readonly kind: "inexact" }
  | { readonly kind: "not-a-number" };

const decimal = /^([+-]?)(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i;
/** Longer texts are no number that fits anywhere. */
const maxTextLength = 100;
/** A double keeps every number of so many digits, and not every longer one. */
const doubleDigits = 15;

/**
 * Reads a number or its text without ever calculating in floating point: 12.5 at scale 2 has the digits `1250`.
 * Zeros behind the scale do no harm.
 */
export function scaledNumber(value: unknown, scale: number): ScaledNumber {
  const [, sign, whole, fraction = "", exponent = "0"] = decimal.exec(textOf(value)) ?? [];
  if (whole === undefined) return { kind: "not-a-number" };
  const digits = (whole + fraction).replace(/^0+/, "");
  if (typeof value === "number" && !Number.isSafeInteger(value) && digits.length > doubleDigits)
    return { kind: "inexact" };
  const shift = scale - fraction.length + Number(exponent);
  const isNegative = sign === "-" && digits !== "";
  if (shift >= 0)
    return { kind: "number", isNegative, digits: digits === "" ? "0" : digits + "0".repeat(shift) };
  const kept = digits.slice(0, shift);
  if (/[^0]/.test(digits.slice(shift))) return { kind: "too-fine" };
  return { kind: "number", isNegative: isNegative && kept !== "", digits: kept === "" ? "0" : kept };
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value.length <= maxTextLength ? value : "";
  return typeof value === "number" || typeof value === "bigint" ? String(value) : "";
}
