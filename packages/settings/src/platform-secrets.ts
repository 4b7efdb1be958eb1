import { resolve } from "node:path";
import type { Platform } from "./platform/platform.ts";
import { awsSecretsManagerBackend, awsSsmBackend } from "./secrets/aws-backends.ts";
import { azureBackend } from "./secrets/azure-backend.ts";
import type { SecretBackendFactory } from "./secrets/backend.ts";
import type { BackendName } from "./secrets/backend-names.ts";
import { importInstalled } from "./secrets/client-library.ts";
import { envBackend } from "./secrets/env-backend.ts";
import { SecretBackendUnsetError } from "./secrets/errors.ts";
import { fileBackend } from "./secrets/file-backend.ts";
import { googleBackend } from "./secrets/google-backend.ts";
import { SecretStore } from "./secrets/secret-store.ts";
import { vaultBackend } from "./secrets/vault-backend.ts";

/** What the secrets of a stage are read with. */
export interface PlatformSecretsOptions {
  /** The repository's root: the files' paths are below it. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The secrets of a stage. Nothing is opened, and no client library loaded, before a secret of the backend is asked for. */
export function platformSecrets(
  { secrets }: Pick<Platform, "secrets">,
  options: PlatformSecretsOptions,
): SecretStore {
  const backends = factories(secrets, options);
  return new SecretStore({ backends, order: secrets.order, ttlMs: secrets.ttlMs });
}

function factories(
  { file, vault, aws, azure, google, ttlMs }: Platform["secrets"],
  { root, env }: PlatformSecretsOptions,
): ReadonlyMap<BackendName, SecretBackendFactory> {
  const ownEnv = () => envBackend(env);
  const ownFiles = () =>
    fileBackend({ folder: resolve(root, file.folder), envFile: resolve(root, file.envFile) });
  const bootstrap = new SecretStore({
    backends: new Map([
      ["env", ownEnv],
      ["file", ownFiles],
    ]),
    order: ["env", "file"],
    ttlMs,
  });
  const tokenText = { text: vault.token, usedBy: "config/platform.yaml, secrets.vault.token" };
  const token = () => bootstrap.resolve(tokenText);
  return new Map<BackendName, SecretBackendFactory>([
    ["env", ownEnv],
    ["file", ownFiles],
    ["vault", () => vaultBackend({ ...vault, address: needed("vault", vault.address), token })],
    ["aws-secrets-manager", () => awsSecretsManagerBackend(aws)],
    ["aws-ssm", () => awsSsmBackend(aws)],
    [
      "azure",
      () => azureBackend({ vaultUrl: needed("azure", azure.vaultUrl), importModule: importInstalled }),
    ],
    [
      "google",
      () => googleBackend({ project: needed("google", google.project), importModule: importInstalled }),
    ],
  ]);
}

const neededSettings = {
  vault: {
    setting: "secrets.vault.address",
    example: "secrets: { vault: { address: https://vault.example.com:8200 } }",
  },
  azure: {
    setting: "secrets.azure.vault_url",
    example: "secrets: { azure: { vault_url: https://my-vault.vault.azure.net } }",
  },
  google: { setting: "secrets.google.project", example: "secrets: { google: { project: my-project } }" },
} as const;

/** @throws SecretBackendUnsetError */
function needed(backend: keyof typeof neededSettings, value: string | undefined): string {
  if (value === undefined) throw new SecretBackendUnsetError(backend, neededSettings[backend]);
  return value;
}
