import type { Column, ColumnType } from "@millrace/domain";
import { hashPair, hashText, Random } from "../random/random.ts";

type StringType = Extract<ColumnType, { readonly kind: "string" }>;

/** Makes the value of an attribute that stands for a key: the same for the same key. */
export function keyValues(column: Column, template?: string): (key: number) => unknown {
  const { type, attribute } = column;
  if (type.kind !== "string") return (key) => key;
  if (template !== undefined) return (key) => fitted(template.replaceAll("{key}", String(key)), type);
  return (key) => fitted(keyText(attribute, key, type), type);
}

/** A text of a format for a key. */
function keyText(attribute: string, key: number, { format, generated }: StringType): string {
  const word = attribute.replace(/_id$/, "").replaceAll("_", "-");
  switch (format ?? generated) {
    case "uuid":
      return keyUuid(attribute, key);
    case "email":
      return `${word}-${key}@example.com`;
    case "uri":
      return `https://example.com/${word}/${key}`;
    case "ip":
    case "ipv4":
      return `10.${(key >>> 16) & 255}.${(key >>> 8) & 255}.${key & 255}`;
    case "ipv6":
      return `2001:db8::${((key >>> 16) & 0xffff).toString(16)}:${(key & 0xffff).toString(16)}`;
    case "date":
      return new Date(86_400_000 * (10_957 + (key % 9_000))).toISOString().slice(0, 10);
  }
  return `${word}-${key}`;
}

const scratch = new Random("key");

function keyUuid(attribute: string, key: number): string {
  scratch.reseed(hashPair(hashText(attribute), key));
  return scratch.uuid();
}

/** Within the attribute's limits: cut from the front, as the key stands behind, or filled up. */
export function fitted(text: string, { minLength = 0, maxLength }: StringType): string {
  const cut = maxLength === undefined || text.length <= maxLength ? text : text.slice(-maxLength);
  return cut.padEnd(minLength, "x");
}
