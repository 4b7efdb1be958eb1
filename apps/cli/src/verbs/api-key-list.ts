import { readFileSync } from "node:fs";
import { type ApiKeyEntry, apiKeyId, isExpired, parseApiKeys, type Role } from "@millrace/access";
import type { Command } from "commander";
import { toJson } from "../json.ts";

/** A key as it is listed: nothing with which it could be used. */
export interface ListedApiKey {
  readonly name: string;
  /** Tells keys of one name apart. */
  readonly id: string;
  readonly roles: readonly Role[];
  /** ISO 8601; undefined for a key that does not expire. */
  readonly expires: string | undefined;
  readonly isExpired: boolean;
}

/** The keys of a file. @throws ApiKeyFileError, and what reading a file throws */
export function listApiKeys(file: string, nowMs = Date.now()): readonly ListedApiKey[] {
  return parseApiKeys(file, readFileSync(file, "utf8")).map((entry) => listed(entry, nowMs));
}

/** `millrace api-key list --file <path>` */
export function registerApiKeyList(group: Command): void {
  group
    .command("list")
    .description("print the keys of a file with their roles and when they expire")
    .requiredOption("--file <path>", "the file of keys")
    .option("--json", "print them as JSON")
    .action(({ file, json }: { readonly file: string; readonly json?: boolean }) => {
      const keys = listApiKeys(file);
      process.stdout.write(`${json === true ? toJson({ keys }) : formatApiKeys(keys)}\n`);
    });
}

/** Keys for people, one a line. */
export function formatApiKeys(keys: readonly ListedApiKey[]): string {
  if (keys.length === 0) return "No key is in the file.";
  const width = Math.max(...keys.map(({ name }) => name.length));
  return keys
    .map((key) => `${key.name.padEnd(width)}  ${key.id}  ${expiryOf(key)}  ${key.roles.join(" ")}`)
    .join("\n");
}

function expiryOf({ expires, isExpired }: ListedApiKey): string {
  if (expires === undefined) return "does not expire   ";
  return `${isExpired ? "expired" : "until  "} ${expires.slice(0, 10)}`;
}

function listed(entry: ApiKeyEntry, nowMs: number): ListedApiKey {
  const { name, roles, expiresAtMs } = entry;
  const expires = expiresAtMs === undefined ? undefined : new Date(expiresAtMs).toISOString();
  return { name, id: apiKeyId(entry), roles, expires, isExpired: isExpired(entry, nowMs) };
}
