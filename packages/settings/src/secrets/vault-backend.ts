import type { Secret } from "@millrace/common";
import type { SecretBackend } from "./backend.ts";
import { SecretBackendError } from "./errors.ts";

/** How a HashiCorp Vault is asked. */
export interface VaultOptions {
  /** `https://vault.example.com:8200` */
  readonly address: string;
  /** Of an enterprise Vault. */
  readonly namespace?: string | undefined;
  /** Gives the token; asked at each read, so that a renewed one is used. */
  readonly token: () => Promise<Secret>;
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

const defaultTimeoutMs = 10_000;

/**
 * Secrets of a Vault's key-value engine, version 2: `kv/data-platform/db#password` is the field `password` of the secret
 * `data-platform/db` in the engine mounted at `kv`. Without `#field` the field `value` is meant.
 *
 * https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#read-secret-version
 */
export function vaultBackend(options: VaultOptions): SecretBackend {
  return {
    name: "vault",
    defaultField: "value",
    placeOf: (name) => urlOf(options.address, name),
    read: (name) => read(options, name),
  };
}

async function read(options: VaultOptions, name: string): Promise<string | undefined> {
  const url = urlOf(options.address, name);
  const response = await ask(options, { url, name });
  const body = (await response.json().catch(() => undefined)) as VaultAnswer | undefined;
  // A deleted version is answered with 404 and its metadata.
  if (response.status === 404) return undefined;
  if (!response.ok) throw failed(name, describeStatus(response.status, url, body?.errors ?? []));
  const data = body?.data?.data;
  if (typeof data !== "object" || data === null)
    throw failed(name, `${url} did not answer as a key-value engine of version 2 does`);
  return JSON.stringify(data);
}

interface VaultAnswer {
  readonly errors?: readonly string[];
  readonly data?: { readonly data?: unknown };
}

async function ask(
  { namespace, token, timeoutMs = defaultTimeoutMs, fetch = globalThis.fetch }: VaultOptions,
  { url, name }: { readonly url: string; readonly name: string },
): Promise<Response> {
  const headers = {
    "X-Vault-Token": (await token()).reveal(),
    "X-Vault-Request": "true",
    ...(namespace === undefined ? {} : { "X-Vault-Namespace": namespace }),
  };
  try {
    // A redirect would be followed with the token to whatever host it names.
    return await fetch(url, { headers, redirect: "error", signal: AbortSignal.timeout(timeoutMs) });
  } catch (cause) {
    throw failed(name, `${url} does not answer`, cause);
  }
}

function urlOf(address: string, name: string): string {
  const [mount = "", ...path] = name.split("/").filter((step) => step !== "");
  const steps = [mount, "data", ...path].map(encodeURIComponent).join("/");
  return `${address.replace(/\/+$/, "")}/v1/${steps}`;
}

function describeStatus(status: number, url: string, errors: readonly string[]): string {
  const said = errors.length === 0 ? "" : ` (${errors.join("; ").slice(0, 200)})`;
  if (status === 403) return `${url} refuses the token${said}; check VAULT_TOKEN and its policy`;
  if (status === 503) return `${url} is sealed or in maintenance${said}`;
  return `${url} answered ${status}${said}`;
}

function failed(name: string, reason: string, cause?: unknown): SecretBackendError {
  return new SecretBackendError("vault", name, { reason, cause });
}
