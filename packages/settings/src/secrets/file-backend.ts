import { open } from "node:fs/promises";
import { isAbsolute, join, relative, resolve } from "node:path";
import { parseEnv } from "node:util";
import type { SecretBackend } from "./backend.ts";
import { variableName } from "./env-backend.ts";
import { SecretBackendError, SecretFileExposedError } from "./errors.ts";

/** Which files hold secrets. */
export interface SecretFiles {
  /** A folder with one file a secret, named as the secret; a newline at its end is not part of it. */
  readonly folder: string;
  /** A `.env` file, asked where the folder has no such file. */
  readonly envFile: string;
}

/**
 * Secrets in files that only their owner may read. A secret that is rotated is written to its file; the next read sees it.
 * Paths are absolute.
 */
export function fileBackend({ folder, envFile }: SecretFiles): SecretBackend {
  return {
    name: "file",
    placeOf: (name) => `${join(folder, name)}, nor variable ${variableName(name)} of ${envFile}`,
    read: async (name) => {
      const file = fileOf(folder, name);
      const own = await readPrivate(file, name);
      if (own !== undefined) return own.replace(/\r?\n$/, "");
      const shared = await readPrivate(envFile, name);
      return shared === undefined ? undefined : parseEnv(shared)[variableName(name)] || undefined;
    },
  };
}

function fileOf(folder: string, name: string): string {
  const file = resolve(folder, name);
  const below = relative(folder, file);
  if (below === "" || below.startsWith("..") || isAbsolute(below))
    throw new SecretBackendError("file", name, { reason: `its name leads out of ${folder}` });
  return file;
}

/** The mode is asked of the very file that is read, so that nobody exchanges it in between. */
async function readPrivate(file: string, name: string): Promise<string | undefined> {
  try {
    await using handle = await open(file, "r");
    const { mode } = await handle.stat();
    if (process.platform !== "win32" && (mode & 0o077) !== 0)
      throw new SecretFileExposedError(file, (mode & 0o777).toString(8).padStart(3, "0"));
    return await handle.readFile("utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    if (error instanceof SecretFileExposedError) throw error;
    throw new SecretBackendError("file", name, {
      reason: `${file} cannot be read (${String(code)})`,
      cause: error,
    });
  }
}
