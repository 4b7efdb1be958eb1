/** Gives a text without the values that nobody may see. */
export type Redact = (text: string) => string;

/** What stands in place of a hidden value. */
const shown = "[secret]";

/** Hides nothing. */
export const showAll: Redact = (text) => text;

/**
 * Hides these values wherever they stand in a text: as they are, and as they look in a URL or in JSON. The longest are
 * hidden first, so that a value that holds another one leaves no rest.
 */
export function redactor(values: Iterable<string>): Redact {
  const forms = [...values].filter((value) => value !== "").flatMap(formsOf);
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length);
  if (longestFirst.length === 0) return showAll;
  const pattern = new RegExp(longestFirst.map(escapePattern).join("|"), "g");
  return (text) => text.replaceAll(pattern, shown);
}

function formsOf(value: string): readonly string[] {
  return [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value.toWellFormed())];
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
