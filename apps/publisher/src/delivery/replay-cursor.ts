import { writeSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { crc32 } from "node:zlib";

/** A number of the write, a position, a checksum. */
const slotBytes = 20;
/** Far enough apart that no write touches both. */
const slotSpacing = 4096;

/**
 * How far a spool has been replayed, in a file of two places that are written in turn: the one that was written last and is
 * whole counts. It is written in place, so that it can be on a full disk as well.
 */
export class ReplayCursor {
  readonly #file: FileHandle;
  #position: number | undefined;
  #writes: number;

  private constructor(file: FileHandle, found: Slot | undefined) {
    this.#file = file;
    this.#position = found?.position;
    this.#writes = found?.writes ?? 0;
  }

  /** Opens the file, or makes it. */
  static async open(path: string): Promise<ReplayCursor> {
    const file = await open(path, "r+").catch(() => open(path, "wx+", 0o600));
    try {
      const bytes = Buffer.alloc(slotSpacing + slotBytes);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
      if (bytesRead < bytes.length) await takeRoom(file, bytesRead);
      const slots = [readSlot(bytes, 0), readSlot(bytes, slotSpacing)].filter((slot) => slot !== undefined);
      return new ReplayCursor(file, slots.sort((one, other) => other.writes - one.writes)[0]);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** What was written last; undefined where nothing was. */
  get position(): number | undefined {
    return this.#position;
  }

  /** Notes a position, so that a killed process finds it; a loss of power may leave an older one. */
  write(position: number): void {
    this.#position = position;
    this.#writes += 1;
    const bytes = Buffer.alloc(slotBytes);
    bytes.writeDoubleLE(this.#writes, 0);
    bytes.writeDoubleLE(position, 8);
    bytes.writeUInt32LE(crc32(bytes.subarray(0, 16)), 16);
    writeSync(this.#file.fd, bytes, 0, slotBytes, (this.#writes % 2) * slotSpacing);
  }

  /** Resolves when the position survives a loss of power. */
  async sync(): Promise<void> {
    await this.#file.datasync();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

interface Slot {
  readonly writes: number;
  readonly position: number;
}

/** Makes the file as long as it is ever going to be, while the disk has room. On a full one that is tried with each write. */
async function takeRoom(file: FileHandle, from: number): Promise<void> {
  const rest = Buffer.alloc(slotSpacing + slotBytes - from);
  await file.write(rest, 0, rest.length, from).catch(() => undefined);
}

function readSlot(bytes: Buffer, at: number): Slot | undefined {
  const slot = bytes.subarray(at, at + slotBytes);
  if (slot.readUInt32LE(16) !== crc32(slot.subarray(0, 16))) return undefined;
  return { writes: slot.readDoubleLE(0), position: slot.readDoubleLE(8) };
}
