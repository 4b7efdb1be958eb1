import { createHash } from "node:crypto";

/**
 * A UUID of version 8 (RFC 9562) that says which item of which request it is: the first 122 bits of a SHA-256.
 * @param name what the request is known by
 * @param item the item's bytes, where they are to tell ids apart as well
 */
export function derivedId(name: Uint8Array, index: number, item?: Uint8Array): string {
  const hash = createHash("sha256").update(name).update(`${index}:`);
  if (item !== undefined) hash.update(item);
  const hex = hash.digest("hex");
  const variant = ((Number.parseInt(hex[16]!, 16) & 0b0011) | 0b1000).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join("-");
}
