import type { SecretBackend } from "./backend.ts";
import { type ImportModule, loadClient } from "./client-library.ts";
import { SecretBackendError } from "./errors.ts";
import { openOnce } from "./open-once.ts";

/** Which Key Vault is asked; credentials come from where Azure's own tools look for them. */
export interface AzureOptions {
  /** `https://my-vault.vault.azure.net` */
  readonly vaultUrl: string;
  readonly importModule: ImportModule;
  /** Instead of `DefaultAzureCredential`. */
  readonly credential?: unknown;
  /** Given to the library's client as they are. */
  readonly clientOptions?: object;
}

/** The part of `@azure/keyvault-secrets` that is used: it is not installed everywhere, so its own types are not either. */
interface SecretsModule {
  readonly SecretClient: new (
    url: string,
    credential: unknown,
    options?: object,
  ) => { getSecret(name: string): Promise<{ readonly value?: string }> };
}

interface IdentityModule {
  readonly DefaultAzureCredential: new () => unknown;
}

/**
 * Secrets of an Azure Key Vault, their newest version.
 * https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret/get-secret
 */
export function azureBackend(options: AzureOptions): SecretBackend {
  const client = openOnce(() => open(options));
  return {
    name: "azure",
    placeOf: (name) => `secret ${name} of ${options.vaultUrl}`,
    async read(name) {
      const opened = await client();
      try {
        return (await opened.getSecret(name)).value;
      } catch (cause) {
        const { statusCode, message } = cause as Error & { readonly statusCode?: number };
        if (statusCode === 404) return undefined;
        throw new SecretBackendError("azure", name, { reason: message, cause });
      }
    },
  };
}

async function open({ vaultUrl, importModule, credential, clientOptions }: AzureOptions) {
  const load = (name: string) => loadClient("azure", name, importModule);
  const { SecretClient } = (await load("@azure/keyvault-secrets")) as SecretsModule;
  if (credential !== undefined) return new SecretClient(vaultUrl, credential, clientOptions);
  const { DefaultAzureCredential } = (await load("@azure/identity")) as IdentityModule;
  return new SecretClient(vaultUrl, new DefaultAzureCredential(), clientOptions);
}
