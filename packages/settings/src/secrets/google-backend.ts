import type { SecretBackend } from "./backend.ts";
import { type ImportModule, loadClient } from "./client-library.ts";
import { SecretBackendError } from "./errors.ts";
import { openOnce } from "./open-once.ts";

/** Which project is asked; credentials come from where Google's own tools look for them. */
export interface GoogleOptions {
  /** The id or number of the project. */
  readonly project: string;
  readonly importModule: ImportModule;
  /** Given to the library's client as they are. */
  readonly clientOptions?: object;
}

/** The part of `@google-cloud/secret-manager` that is used: it is not installed everywhere, so its own types are not either. */
interface SecretManagerModule {
  readonly SecretManagerServiceClient: new (options: object) => {
    accessSecretVersion(request: {
      readonly name: string;
    }): Promise<
      readonly [{ readonly payload?: { readonly data?: Uint8Array | string | null } | null }, ...unknown[]]
    >;
  };
}

/** gRPC's code, and that of HTTP, which the library leaves as it is over REST. */
const notFound = new Set<unknown>([5, 404]);

/**
 * Secrets of Google Secret Manager, their latest version, over REST: one secret needs no channel that stays open.
 * https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/access
 */
export function googleBackend(options: GoogleOptions): SecretBackend {
  const client = openOnce(() => open(options));
  const pathOf = (name: string) => `projects/${options.project}/secrets/${name}/versions/latest`;
  return {
    name: "google",
    placeOf: pathOf,
    async read(name) {
      const opened = await client();
      try {
        const [{ payload }] = await opened.accessSecretVersion({ name: pathOf(name) });
        return textOf(payload?.data);
      } catch (cause) {
        const { code, message } = cause as Error & { readonly code?: number };
        if (notFound.has(code)) return undefined;
        throw new SecretBackendError("google", name, { reason: message, cause });
      }
    },
  };
}

async function open({ importModule, clientOptions }: GoogleOptions) {
  const loaded = await loadClient("google", "@google-cloud/secret-manager", importModule);
  const { SecretManagerServiceClient } = loaded as SecretManagerModule;
  return new SecretManagerServiceClient({ fallback: true, ...clientOptions });
}

/** Over REST bytes come as Base64 text where the library does not decode them. */
function textOf(data: Uint8Array | string | null | undefined): string | undefined {
  if (data === undefined || data === null) return undefined;
  return Buffer.from(data as string, typeof data === "string" ? "base64" : undefined).toString("utf8");
}
