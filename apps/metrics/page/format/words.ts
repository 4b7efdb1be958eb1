/** A column's name as people write it: `window_start` → Window start. */
export function inWords(name: string): string {
  const words = name.replaceAll(/[_-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** One thing or many: 1 row, 2 rows. */
export function count(n: number, one: string, many = `${one}s`, locale?: string): string {
  return `${new Intl.NumberFormat(locale).format(n)} ${n === 1 ? one : many}`;
}

/** Names with commas and an "and": a, b and c. */
export function listed(names: readonly string[], locale = "en"): string {
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(names);
}
