import { createHmac, createSecretKey } from "node:crypto";
import { maskIpAddress } from "@millrace/common";
import type { Column } from "@millrace/domain";
import { MaskingKeyMissingError } from "./errors.ts";

/** What is kept of a text that was found to be valid. */
export type Masking = (text: string) => string;

/** What stands for a text of which nothing is kept. */
export const redacted = "[redacted]";

/**
 * How a column's texts are masked; undefined where they are kept as they are.
 * @param about names the type of event for messages: `club/guest_in`
 * @throws MaskingKeyMissingError where it is masked by its hash and there is no key
 */
export function maskingOf(
  { mask, attribute }: Column,
  { key, about }: { readonly key: string | undefined; readonly about: string },
): Masking | undefined {
  switch (mask) {
    case undefined:
      return undefined;
    case "hash":
      if (key === undefined) throw new MaskingKeyMissingError(about, attribute);
      return keyedHash(key);
    case "redact":
      return () => redacted;
    case "ip":
      return maskIpAddress;
    case "email":
      return maskEmail;
  }
}

/** HMAC-SHA-256 in hex: the same text has the same, and nobody without the key can try texts out. */
function keyedHash(key: string): Masking {
  const secret = createSecretKey(key, "utf8");
  return (text) => createHmac("sha256", secret).update(text, "utf8").digest("hex");
}

/** The first character and the domain. */
function maskEmail(email: string): string {
  const [first = ""] = email;
  return `${first}***${email.slice(email.lastIndexOf("@"))}`;
}
