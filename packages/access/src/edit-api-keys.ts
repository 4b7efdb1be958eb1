import { suggest } from "@millrace/common";
import { isSeq, parseDocument, type YAMLSeq } from "yaml";
import { type ApiKeyEntry, apiKeyId } from "./api-key-entry.ts";
import { ApiKeyChoiceError, ApiKeyFileError } from "./errors.ts";
import { parseApiKeys } from "./parse-api-keys.ts";

/** An entry as it is written. */
interface WrittenEntry {
  readonly name: string;
  readonly hash: string;
  readonly roles: readonly string[];
  readonly expires?: string;
}

/** An entry as a file has it. */
export function writtenEntry({ name, hash, roles, expiresAtMs }: ApiKeyEntry): WrittenEntry {
  const expires = expiresAtMs === undefined ? {} : { expires: new Date(expiresAtMs).toISOString() };
  return { name, hash, roles: [...roles], ...expires };
}

/**
 * A file's text with one more entry; comments and the form (YAML or JSON) stay. An empty text becomes a YAML file.
 * @throws ApiKeyFileError when the file cannot be used
 */
export function withApiKey(file: string, text: string, entry: ApiKeyEntry): string {
  if (text.trim() === "")
    return edited("keys: []\n", (keys, add) => keys.items.push(add(writtenEntry(entry))));
  parseApiKeys(file, text);
  const result = edited(text, (keys, add) => keys.items.push(add(writtenEntry(entry))));
  parseApiKeys(file, result);
  return result;
}

/** What {@link withoutApiKey} takes out. */
export interface Revocation {
  readonly name: string;
  /** Of one key among several of the name. */
  readonly id?: string;
}

/**
 * A file's text without the key of a name, and the entry that was taken out.
 * @throws ApiKeyChoiceError when there is none, or several of which none was chosen; ApiKeyFileError
 */
export function withoutApiKey(
  file: string,
  text: string,
  { name, id }: Revocation,
): { readonly text: string; readonly entry: ApiKeyEntry } {
  const entries = parseApiKeys(file, text);
  const entry = choose(entries, { name, ...(id === undefined ? {} : { id }) }, file);
  const at = entries.indexOf(entry);
  return { text: edited(text, (keys) => keys.items.splice(at, 1)), entry };
}

function choose(entries: readonly ApiKeyEntry[], { name, id }: Revocation, file: string): ApiKeyEntry {
  const named = entries.filter((entry) => entry.name === name);
  if (named.length === 0) {
    const meant = suggest(
      name,
      entries.map((entry) => entry.name),
    );
    const hint = meant === undefined ? "" : `; did you mean "${meant}"?`;
    throw new ApiKeyChoiceError(
      name,
      `there is no key "${name}" in ${file}${hint}`,
      meant === undefined ? [] : [meant],
    );
  }
  const ids = named.map(apiKeyId);
  const chosen = id === undefined ? named : named.filter((entry) => apiKeyId(entry) === id);
  const [first] = chosen;
  if (first !== undefined && chosen.length === 1) return first;
  const found =
    id === undefined ? `there are ${named.length} keys "${name}"` : `no key "${name}" has the id ${id}`;
  throw new ApiKeyChoiceError(name, `${found} in ${file}, expected --id with one of ${ids.join(", ")}`, ids);
}

function edited(text: string, edit: (keys: YAMLSeq, add: (value: unknown) => unknown) => unknown): string {
  const document = parseDocument(text, { stringKeys: true });
  const keys = document.get("keys");
  if (!isSeq(keys)) throw new ApiKeyFileError("the file", ["keys: found no list, expected one"]);
  const isJson = text.trimStart().startsWith("{");
  edit(keys, (value) => document.createNode(value));
  if (isJson) return `${JSON.stringify(document.toJS(), undefined, 2)}\n`;
  // A list that was written as [] would go on in that form, on one line.
  keys.flow = false;
  return document.toString({ lineWidth: 0 });
}
