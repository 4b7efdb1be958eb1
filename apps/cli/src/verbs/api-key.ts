import type { Command } from "commander";
import { registerApiKeyCreate } from "./api-key-create.ts";
import { registerApiKeyList } from "./api-key-list.ts";
import { registerApiKeyRevoke } from "./api-key-revoke.ts";

/** The verbs of `millrace api-key`. */
const verbs: readonly ((group: Command) => void)[] = [
  registerApiKeyCreate,
  registerApiKeyList,
  registerApiKeyRevoke,
];

/** `millrace api-key <verb>` */
export function registerApiKey(program: Command): void {
  const group = program
    .command("api-key")
    .description("the keys by which the publisher knows its callers (API_KEYS_FILE)");
  for (const register of verbs) register(group);
}
