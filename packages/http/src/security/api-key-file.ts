import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { type ApiKeyEntry, ApiKeyFileError, parseApiKeys } from "@millrace/access";
import { fileVersion } from "@millrace/common";

/** How often the file is looked at; looking works on mounted files too. */
const defaultIntervalMs = 500;

/** What following the file needs. */
export interface FollowKeysOptions {
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Default 500. */
  readonly intervalMs?: number;
  /** The file holds these keys from now on. */
  readonly onKeys: (entries: readonly ApiKeyEntry[]) => void;
  /** The file was written anew and cannot be used, or is gone. */
  readonly onFault: (error: ApiKeyFileError) => void;
}

/** The file of API keys, which may be written anew at any time. */
export class ApiKeyFile {
  readonly path: string;
  #readVersion: string | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** @throws ApiKeyFileError */
  async read(): Promise<readonly ApiKeyEntry[]> {
    // Looked up first: what is written while it is read counts as a change.
    this.#readVersion = await fileVersion(this.path);
    const text = await readFile(this.path, "utf8").catch((cause: NodeJS.ErrnoException) => {
      throw new ApiKeyFileError(
        this.path,
        [`found no file that can be read (${cause.code}), expected one`],
        cause,
      );
    });
    return parseApiKeys(this.path, text);
  }

  /**
   * Tells what the file holds whenever it was written anew and has been at rest for one look, so that one that is being
   * written is not read half. Resolves when the signal aborts.
   */
  async follow({
    signal,
    intervalMs = defaultIntervalMs,
    onKeys,
    onFault,
  }: FollowKeysOptions): Promise<void> {
    let lastVersion = this.#readVersion;
    while (!signal.aborted) {
      const version = await fileVersion(this.path);
      if (version === lastVersion && version !== this.#readVersion)
        await this.read().then(onKeys, (error: unknown) => onFault(error as ApiKeyFileError));
      lastVersion = version;
      await delay(intervalMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
