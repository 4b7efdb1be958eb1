import {
  type ApiKeyEntry,
  editApiKeyFile,
  hashApiKey,
  isRole,
  keyNameForm,
  newApiKey,
  type Role,
  roleForm,
  withApiKey,
  writtenEntry,
} from "@millrace/access";
import { parseDuration } from "@millrace/domain";
import { type Command, InvalidArgumentError } from "commander";
import { toJson } from "../json.ts";

/** A key that was just made, and its entry, which alone is kept. */
export interface CreatedApiKey {
  readonly key: string;
  readonly entry: ApiKeyEntry;
}

interface CreateFlags {
  readonly name: string;
  readonly role: readonly Role[];
  /** Milliseconds since the epoch. */
  readonly expires?: number;
  readonly file?: string;
  readonly json?: boolean;
}

/**
 * Makes a key; where a file is named its entry is added to it.
 * @throws ApiKeyFileError when the file cannot be used
 */
export function createApiKey({ name, role, expires, file }: CreateFlags): CreatedApiKey {
  const key = newApiKey();
  const expiry = expires === undefined ? {} : { expiresAtMs: expires };
  const entry: ApiKeyEntry = { name, hash: hashApiKey(key), roles: role, ...expiry };
  if (file !== undefined) editApiKeyFile(file, (text) => withApiKey(file, text, entry));
  return { key, entry };
}

/** `millrace api-key create --name <name> --role <role>` */
export function registerApiKeyCreate(group: Command): void {
  group
    .command("create")
    .description("make a key and print it, this once: only its hash is kept")
    .requiredOption("--name <name>", "whose key it is; two of one name are both valid", nameFlag)
    .requiredOption("--role <role>", `what it may do, more than once for more: ${roleForm}`, roleFlag)
    .option("--expires <when>", 'after a time ("90 days") or at a moment (2027-01-31T00:00:00Z)', expiryFlag)
    .option("--file <path>", "add it to this file of keys; made when there is none")
    .option("--json", "print the key and its entry as JSON")
    .addHelpText(
      "after",
      "\nThe key alone is on standard output.\nExample: millrace api-key create --name shop --role publish:shop --expires 90d --file keys.yaml",
    )
    .action((flags: CreateFlags) => {
      const created = createApiKey(flags);
      if (flags.json === true) {
        process.stdout.write(`${toJson({ key: created.key, entry: writtenEntry(created.entry) })}\n`);
        return;
      }
      process.stdout.write(`${created.key}\n`);
      process.stderr.write(noteOf(created, flags.file));
    });
}

/** What is said beside the key. */
export function noteOf({ entry }: CreatedApiKey, file: string | undefined): string {
  const kept = "This is the only time that the key is shown.";
  if (file !== undefined)
    return `${kept} Its entry is in ${file}; a publisher that runs takes it within a second.\n`;
  return `${kept} Its entry for the file of keys (API_KEYS_FILE):\n${withApiKey("the entry", "", entry)}`;
}

/** What keys may be called. */
export function nameFlag(text: string): string {
  if (keyNameForm.test(text)) return text;
  throw new InvalidArgumentError(
    "expected up to 63 lower-case letters, digits, hyphens, dots and underscores.",
  );
}

/** Adds a role to those before it. */
export function roleFlag(text: string, before: readonly Role[] = []): readonly Role[] {
  if (isRole(text)) return [...before, text];
  throw new InvalidArgumentError(`expected ${roleForm}.`);
}

/** A moment in milliseconds since the epoch, from a moment or from a time after now. */
export function expiryFlag(text: string, _before?: number, nowMs = Date.now()): number {
  const moment = /^\d{4}-\d{2}-\d{2}(T.*)?$/.test(text) ? Date.parse(text) : nowMs + durationOf(text);
  if (moment > nowMs) return moment;
  throw new InvalidArgumentError('expected a moment to come: "90 days", 2027-01-31 or 2027-01-31T00:00:00Z.');
}

function durationOf(text: string): number {
  try {
    return parseDuration(text);
  } catch {
    return Number.NaN;
  }
}
