import { SecretFieldError } from "./errors.ts";

/**
 * A field of a secret that is a JSON object.
 * @throws SecretFieldError, whose text has names and no values
 */
export function fieldOf(
  text: string,
  field: string,
  { reference, usedBy }: { readonly reference: string; readonly usedBy: string },
): string {
  const object = parseObject(text);
  if (object === undefined)
    throw new SecretFieldError(reference, { usedBy, reason: "it is not a JSON object" });
  const value = Object.hasOwn(object, field) ? object[field] : undefined;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const names = Object.keys(object).sort().join(", ") || "none";
  const reason =
    value === undefined ? `its fields are ${names}` : `"${field}" is neither a text nor a number nor a flag`;
  throw new SecretFieldError(reference, { usedBy, reason });
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === "object" && data !== null && !Array.isArray(data)
      ? (data as Record<string, unknown>)
      : undefined;
  } catch {
    // The parser's message would quote the text.
    return undefined;
  }
}
