import type { LogFile, LogFolder } from "@millrace/segment-log";

const sectorBytes = 64;

/** Says of each unsynced sector whether it reached the disk before the power went. */
export type Fate = () => boolean;

/** Writes that reach the system but not the disk until they are synced; power that fails; operations that fail. */
export class SimulatedDisk {
  readonly files = new Map<string, SimulatedFile>();
  readonly aside = new Map<string, SimulatedFile>();
  #operationsLeft = Infinity;
  readonly #faults = new Map<Operation, DiskFault>();
  #isTaken = false;

  /** Lets the power fail after so many more operations; what comes then fails. */
  failPowerAfter(operations: number): void {
    this.#operationsLeft = operations;
  }

  /** Turns the power on again: what was not synced is there or not, sector by sector. */
  powerOn(fate: Fate): void {
    this.#operationsLeft = Infinity;
    this.heal();
    this.#isTaken = false;
    for (const file of this.files.values()) file.settle(fate);
  }

  /** Fails all operations of a kind until {@link heal}, writes when they have written so many bytes. */
  fail(operation: Operation, code: string, afterBytes = 0): void {
    this.#faults.set(operation, new DiskFault(code, afterBytes));
  }

  heal(): void {
    this.#faults.clear();
  }

  content(name: string): Buffer {
    return this.#find(name).content;
  }

  /** Puts a file there as if it had always been. */
  put(name: string, content: Buffer): void {
    const file = new SimulatedFile(this);
    file.content = Buffer.from(content);
    this.files.set(name, file);
  }

  /** Changes what a file holds behind the log's back. */
  change(name: string, how: (content: Buffer) => Buffer): void {
    const file = this.#find(name);
    file.content = how(file.content);
  }

  readonly take = (path: string): Promise<LogFolder> => {
    if (this.#isTaken) throw new Error("the folder is taken already");
    this.#isTaken = true;
    return Promise.resolve(this.#folder(path));
  };

  /** Throws where the operation is to fail; for a write, after how many bytes is in the error. */
  check(operation: Operation): void {
    if (this.#operationsLeft <= 0) throw new DiskFault("EPOWER", 0);
    this.#operationsLeft -= 1;
    const fault = this.#faults.get(operation);
    if (fault !== undefined) throw fault;
  }

  #find(name: string): SimulatedFile {
    return this.files.get(name) as SimulatedFile;
  }

  #folder(path: string): LogFolder {
    const find = (name: string) => this.#find(name);
    return {
      path,
      list: async () => [...this.files.keys()],
      open: async (name) => find(name),
      create: async (name) => {
        this.check("create");
        if (this.files.has(name)) throw new DiskFault("EEXIST", 0);
        const file = new SimulatedFile(this);
        this.files.set(name, file);
        return file;
      },
      remove: async (name) => {
        this.check("remove");
        this.files.delete(name);
      },
      quarantine: async (name) => {
        this.aside.set(name, find(name));
        this.files.delete(name);
      },
      quarantinedBytes: async () =>
        [...this.aside.values()].reduce((sum, { content }) => sum + content.length, 0),
      release: async () => {
        this.#isTaken = false;
      },
    };
  }
}

type Operation = "create" | "remove" | "write" | "sync" | "truncate";

/** An error as the system gives it. */
class DiskFault extends Error {
  readonly code: string;
  readonly afterBytes: number;

  constructor(code: string, afterBytes: number) {
    super(`${code}: simulated`);
    this.code = code;
    this.afterBytes = afterBytes;
  }
}

/** A file with what was synced of it and what is there as long as the power is. */
export class SimulatedFile implements LogFile {
  content: Buffer = Buffer.alloc(0);
  #synced: Buffer = Buffer.alloc(0);
  readonly #disk: SimulatedDisk;

  constructor(disk: SimulatedDisk) {
    this.#disk = disk;
  }

  size = async (): Promise<number> => this.content.length;
  read = async (into: Buffer, at: number): Promise<number> => this.readSync(into, at);
  readSync = (into: Buffer, at: number): number =>
    at < this.content.length ? this.content.copy(into, 0, at) : 0;
  close = async (): Promise<void> => undefined;

  async write(buffers: readonly Buffer[], at: number): Promise<void> {
    const bytes = Buffer.concat(buffers);
    try {
      this.#disk.check("write");
    } catch (error) {
      if (error instanceof DiskFault) this.#put(bytes.subarray(0, error.afterBytes), at);
      throw error;
    }
    this.#put(bytes, at);
  }

  async sync(): Promise<void> {
    this.#disk.check("sync");
    this.#synced = Buffer.from(this.content);
  }

  async truncate(size: number): Promise<void> {
    this.#disk.check("truncate");
    this.content = Buffer.from(this.content.subarray(0, size));
  }

  /** The power went: of what differs from what was synced each sector is the old or the new one. */
  settle(fate: Fate): void {
    const isLonger = fate();
    const size = isLonger ? Math.max(this.content.length, this.#synced.length) : this.#synced.length;
    const settled = Buffer.alloc(size);
    for (let at = 0; at < size; at += sectorBytes) {
      const source = fate() ? this.content : this.#synced;
      settled.set(source.subarray(at, Math.min(at + sectorBytes, size)), at);
    }
    this.content = settled;
    this.#synced = Buffer.from(settled);
  }

  #put(bytes: Buffer, at: number): void {
    const grown = Buffer.alloc(Math.max(this.content.length, at + bytes.length));
    this.content.copy(grown);
    bytes.copy(grown, at);
    this.content = grown;
  }
}
