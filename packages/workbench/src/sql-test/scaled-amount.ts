/**
 * A decimal number as a whole number of its smallest unit: 12.5 with a scale of 2 is 1250n. Exact: a number is taken as it is
 * written, and nothing is rounded.
 * @returns undefined where the value is no plain decimal number or has more digits behind the point than `scale`
 */
export function scaledAmount(value: unknown, scale: number): bigint | undefined {
  if (typeof value !== "number" && typeof value !== "string" && typeof value !== "bigint") return undefined;
  const parts = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?$/.exec(String(value));
  if (parts === null) return undefined;
  const [, sign, whole = "", written = ""] = parts;
  const fraction = written.replace(/0+$/, "");
  if (fraction.length > scale) return undefined;
  return BigInt(`${sign}${whole}${fraction.padEnd(scale, "0")}`);
}
