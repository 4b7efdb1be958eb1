import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LogLockedError } from "./errors.ts";

interface Owner {
  readonly pid: number;
  /** Tells a process from a later one with the same id; "" where the system does not say. */
  readonly started: string;
}

/** Folders that this process has taken. */
const taken = new Set<string>();

/** A file that says which process has a folder; one that a process left behind is taken over. */
export class FolderLock {
  readonly #folder: string;
  readonly #path: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#path = join(folder, "lock");
  }

  /** @throws LogLockedError while its owner lives */
  static async take(folder: string): Promise<FolderLock> {
    const lock = new FolderLock(folder);
    if (taken.has(folder)) throw new LogLockedError(folder, process.pid);
    taken.add(folder);
    try {
      await lock.#take();
      return lock;
    } catch (error) {
      taken.delete(folder);
      throw error;
    }
  }

  async release(): Promise<void> {
    await rm(this.#path, { force: true });
    taken.delete(this.#folder);
  }

  async #take(): Promise<void> {
    const own = `${this.#path}.${process.pid}`;
    const owner: Owner = { pid: process.pid, started: await startOf(process.pid) };
    await writeFile(own, JSON.stringify(owner));
    try {
      // A link is made or refused in one step, with its content.
      while (!(await isDone(link(own, this.#path)))) await this.#clear();
    } finally {
      await rm(own, { force: true });
    }
  }

  /** Removes a lock whose owner has ended. */
  async #clear(): Promise<void> {
    const text = await readFile(this.#path, "utf8").catch(() => undefined);
    if (text === undefined) return;
    const owner = parseOwner(text);
    if (owner !== undefined && (await isAlive(owner))) throw new LogLockedError(this.#folder, owner.pid);
    const aside = `${this.#path}.left.${process.pid}`;
    await rename(this.#path, aside).catch(() => undefined);
    // Another process may have been faster, and what was moved is its new lock: it gets it back.
    const moved = await readFile(aside, "utf8").catch(() => text);
    if (moved !== text) await link(aside, this.#path).catch(() => undefined);
    await rm(aside, { force: true });
  }
}

async function isDone(act: Promise<void>): Promise<boolean> {
  try {
    await act;
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function parseOwner(text: string): Owner | undefined {
  try {
    const { pid, started } = JSON.parse(text) as Partial<Owner>;
    return typeof pid === "number" && typeof started === "string" ? { pid, started } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether it still runs. This very process has no lock that it does not know of. */
async function isAlive({ pid, started }: Owner): Promise<boolean> {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  return started === "" || (await startOf(pid)) === started;
}

/** When a process was started: the boot and the clock ticks since, as Linux tells them. */
async function startOf(pid: number): Promise<string> {
  try {
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    const afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return `${boot.trim()} ${afterName[19] ?? ""}`;
  } catch {
    return "";
  }
}
