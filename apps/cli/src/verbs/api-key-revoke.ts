import { type ApiKeyEntry, apiKeyId, editApiKeyFile, withoutApiKey } from "@millrace/access";
import type { Command } from "commander";

interface RevokeFlags {
  readonly name: string;
  readonly id?: string;
  readonly file: string;
}

/** Takes a key out of its file and returns its entry. @throws ApiKeyFileError, ApiKeyChoiceError */
export function revokeApiKey({ file, ...wanted }: RevokeFlags): ApiKeyEntry {
  let revoked: ApiKeyEntry | undefined;
  editApiKeyFile(file, (text) => {
    const result = withoutApiKey(file, text, wanted);
    revoked = result.entry;
    return result.text;
  });
  return revoked as ApiKeyEntry;
}

/** `millrace api-key revoke --name <name> --file <path>` */
export function registerApiKeyRevoke(group: Command): void {
  group
    .command("revoke")
    .description("take a key out of its file; a publisher that runs refuses it within a second")
    .requiredOption("--name <name>", "whose key")
    .requiredOption("--file <path>", "the file of keys")
    .option("--id <id>", "which of several of the name; list says the ids")
    .action((flags: RevokeFlags) => {
      const entry = revokeApiKey(flags);
      process.stderr.write(`Revoked: ${entry.name} ${apiKeyId(entry)} (${entry.roles.join(", ")}).\n`);
    });
}
