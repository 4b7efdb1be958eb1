/** `12.3`: seconds with one decimal, as a number for a table. */
export function inSeconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

/** Whole mebibytes. */
export function inMebibytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}

/** `2.47`: two decimals. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
