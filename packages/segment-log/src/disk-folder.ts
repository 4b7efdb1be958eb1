import { readSync } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { FolderLock } from "./folder-lock.ts";
import type { LogFile, LogFolder } from "./log-folder.ts";

const quarantineName = "quarantine";

/** A folder on a disk, locked for this process. */
export class DiskFolder implements LogFolder {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #lock: FolderLock;

  private constructor(path: string, handle: FileHandle, lock: FolderLock) {
    this.path = path;
    this.#handle = handle;
    this.#lock = lock;
  }

  /**
   * Takes a folder, which is made where there is none.
   * @throws LogLockedError while another process has it
   */
  static async take(path: string): Promise<DiskFolder> {
    await mkdir(path, { recursive: true });
    const lock = await FolderLock.take(path);
    try {
      return new DiskFolder(path, await open(path, "r"), lock);
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  list(): Promise<readonly string[]> {
    return readdir(this.path);
  }

  async open(name: string): Promise<LogFile> {
    return new DiskFile(await open(join(this.path, name), "r+"));
  }

  async create(name: string): Promise<LogFile> {
    const file = new DiskFile(await open(join(this.path, name), "wx+", 0o600));
    try {
      await this.#handle.sync();
      return file;
    } catch (error) {
      await file.close();
      await rm(join(this.path, name), { force: true });
      throw error;
    }
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.path, name), { force: true });
    await this.#handle.sync();
  }

  async quarantine(name: string): Promise<void> {
    await mkdir(join(this.path, quarantineName), { recursive: true });
    await rename(join(this.path, name), join(this.path, quarantineName, name));
    await this.#handle.sync();
  }

  async quarantinedBytes(): Promise<number> {
    const folder = join(this.path, quarantineName);
    const names = await readdir(folder).catch(() => []);
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  async release(): Promise<void> {
    await this.#handle.close();
    await this.#lock.release();
  }
}

class DiskFile implements LogFile {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async size(): Promise<number> {
    return (await this.#handle.stat()).size;
  }

  async read(into: Buffer, at: number): Promise<number> {
    let filled = 0;
    while (filled < into.length) {
      const { bytesRead } = await this.#handle.read(into, filled, into.length - filled, at + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return filled;
  }

  readSync(into: Buffer, at: number): number {
    return readSync(this.#handle.fd, into, 0, into.length, at);
  }

  async write(buffers: readonly Buffer[], at: number): Promise<void> {
    let [rest, offset] = [buffers, at];
    while (rest.length > 0) {
      const { bytesWritten } = await this.#handle.writev(rest, offset);
      rest = behind(rest, bytesWritten);
      offset += bytesWritten;
    }
  }

  sync(): Promise<void> {
    return this.#handle.datasync();
  }

  truncate(size: number): Promise<void> {
    return this.#handle.truncate(size);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** What is left of buffers when so many of their bytes are done with. */
function behind(buffers: readonly Buffer[], bytes: number): readonly Buffer[] {
  let left = bytes;
  let first = 0;
  for (const { length } of buffers) {
    if (left < length) break;
    left -= length;
    first += 1;
  }
  const rest = buffers.slice(first);
  if (left > 0 && rest[0] !== undefined) rest[0] = rest[0].subarray(left);
  return rest;
}
