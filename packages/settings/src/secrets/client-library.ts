import { SecretClientMissingError } from "./errors.ts";

/** Imports a module by its name. */
export type ImportModule = (name: string) => Promise<unknown>;

/**
 * The client libraries that are installed by those who use them, with the newest versions that run on the oldest Node
 * that Millrace runs on.
 */
export const optionalClients = {
  azure: ["@azure/keyvault-secrets@4.11.2", "@azure/identity@4.13.1"],
  google: ["@google-cloud/secret-manager@6.3.0"],
} as const;

/** Imports a module of the package that this file belongs to. */
export const importInstalled: ImportModule = (name) => import(name);

/**
 * Loads one of the modules of a backend's client library.
 * @throws SecretClientMissingError with the command that installs it
 */
export async function loadClient(
  backend: keyof typeof optionalClients,
  name: string,
  importModule: ImportModule,
): Promise<unknown> {
  try {
    return await importModule(name);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw error;
    const command = `npm install --workspace @millrace/settings ${optionalClients[backend].join(" ")}`;
    throw new SecretClientMissingError(backend, command, error);
  }
}
