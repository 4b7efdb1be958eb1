import { describeFound } from "@millrace/common";
import { type Document, parseDocument } from "yaml";
import { z } from "zod";
import { type ApiKeyEntry } from "./api-key-entry.ts";
import { ApiKeyFileError } from "./errors.ts";
import { isRole, type Role, roleForm } from "./role.ts";

/** What keys may be called: it stands in logs and answers. */
export const keyNameForm = /^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?$/;

const name = z
  .string()
  .regex(keyNameForm, "a name of up to 63 lower-case letters, digits, hyphens, dots and underscores");
const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "the SHA-256 of the key as 64 lower-case hexadecimal digits, not the key");
const role = z.string().refine((text): text is Role => isRole(text), roleForm);
const time = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], "a time (2027-01-31T00:00:00Z) or a date, in UTC")
  .transform((text) => Date.parse(text));
const entry = z.strictObject({
  name,
  hash,
  roles: z.array(role).min(1, "at least 1 role"),
  expires: time.optional(),
});
const schema = z.strictObject({ keys: z.array(entry) });

/**
 * Reads the text of a file of API keys, YAML or JSON.
 * @param file named in errors
 * @throws ApiKeyFileError with every fault
 */
export function parseApiKeys(file: string, text: string): readonly ApiKeyEntry[] {
  const data = parseYaml(file, text);
  const result = schema.safeParse(data);
  if (!result.success)
    throw new ApiKeyFileError(
      file,
      result.error.issues.map((issue) => fault(issue, data)),
    );
  const entries = result.data.keys.map(({ expires, ...rest }): ApiKeyEntry =>
    expires === undefined ? rest : { ...rest, expiresAtMs: expires },
  );
  const twice = entries.findIndex(({ hash }, at) => entries.findIndex((other) => other.hash === hash) < at);
  if (twice >= 0)
    throw new ApiKeyFileError(file, [
      `keys.${twice}.hash: found that of another entry, expected one entry a key`,
    ]);
  return entries;
}

function parseYaml(file: string, text: string): unknown {
  const document = parseDocument(text, { prettyErrors: true, stringKeys: true });
  const [error] = document.errors;
  if (error === undefined) return toData(file, document);
  // The parser's own message may quote the line, and so a key that was put there by mistake.
  const { line, col } = error.linePos?.[0] ?? { line: 1, col: 1 };
  throw new ApiKeyFileError(file, [`line ${line}, column ${col}: found ${error.code}, expected valid YAML`]);
}

function toData(file: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 }) as unknown;
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new ApiKeyFileError(file, ["(root): found an alias, expected every value where it stands"]);
  }
}

/** Values are shown only where no key or hash is expected, and then only what cannot be one. */
const shownFields = new Set(["roles", "expires", "name"]);
const likeSecret = /[A-Za-z0-9_-]{32}/;

function fault(issue: z.core.$ZodIssue, data: unknown): string {
  const path = issue.path.map(String);
  const isShown = path[0] === "keys" && shownFields.has(path[2] ?? "");
  const value = issue.path.reduce<unknown>(
    (parent, step) => (parent as Record<PropertyKey, unknown> | undefined)?.[step],
    data,
  );
  const text = value === undefined ? "nothing" : describeFound(value);
  const found =
    value === undefined || (isShown && !likeSecret.test(text)) ? text : "something that is not shown";
  const expected =
    issue.code === "unrecognized_keys"
      ? "no key but name, hash, roles and expires"
      : issue.message.replace(/^Invalid input: expected/, "a value of type");
  return `${path.join(".") || "(root)"}: found ${found}, expected ${expected}`;
}
