import { stat } from "node:fs/promises";

/** A file that may be written anew at any time, and what is read of it. Looking works on mounted files too. */
export class WatchedFile<Content> {
  readonly path: string;
  readonly #read: (path: string) => Promise<Content>;
  #readVersion: string | undefined;

  /** @param read reads and checks the file; what it throws is thrown by {@link read} */
  constructor(path: string, read: (path: string) => Promise<Content>) {
    this.path = path;
    this.#read = read;
  }

  /** Reads the file as it is now. */
  async read(): Promise<Content> {
    // Looked up first: what is written while it is read counts as a change.
    this.#readVersion = await fileVersion(this.path);
    return await this.#read(this.path);
  }

  /** Whether there is another file than the one that was read; one that is gone is none. */
  async hasChanged(): Promise<boolean> {
    const version = await fileVersion(this.path);
    return version !== undefined && version !== this.#readVersion;
  }
}

/** Another text whenever a file was written or replaced; undefined where there is none. */
export async function fileVersion(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found === undefined ? undefined : `${found.ino} ${found.mtimeMs} ${found.size}`;
}
