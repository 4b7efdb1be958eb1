/**
 * The text of a Java `.properties` file, keys in the given order. Readers take such a file for Latin-1, so everything
 * beyond ASCII is written as an escape.
 */
export function javaProperties(settings: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(settings)
    .map(
      ([key, value]) =>
        `${escaped(key).replace(/[ :=]/g, "\\$&")}=${escaped(String(value)).replace(/^ /, "\\ ")}\n`,
    )
    .join("");
}

function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t")
    .replace(/^[#!]/, "\\$&")
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
