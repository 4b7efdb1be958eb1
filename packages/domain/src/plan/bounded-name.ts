import { createHash } from "node:crypto";

/** Postgres cuts longer names. */
const longestName = 63;

/** `<name>_<suffix>` in at most 63 characters: of a long name the end gives way to a part of its hash. */
export function boundedName(name: string, suffix: string): string {
  const whole = `${name}_${suffix}`;
  if (whole.length <= longestName) return whole;
  const hash = createHash("sha256").update(whole).digest("hex").slice(0, 8);
  const rest = `_${hash}_${suffix}`.slice(-(longestName - 8));
  return `${name.slice(0, longestName - rest.length)}${rest}`;
}
