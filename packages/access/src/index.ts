export { type ApiKeyEntry, apiKeyId, isExpired } from "./api-key-entry.ts";
export { apiKeyPrefix, hashApiKey, isApiKeyForm, newApiKey } from "./api-key.ts";
export { editApiKeyFile } from "./edit-api-key-file.ts";
export { type Revocation, withApiKey, withoutApiKey, writtenEntry } from "./edit-api-keys.ts";
export { ApiKeyChoiceError, ApiKeyFileError } from "./errors.ts";
export { keyNameForm, parseApiKeys } from "./parse-api-keys.ts";
export { type DomainAction, isRole, type Role, roleForm } from "./role.ts";
