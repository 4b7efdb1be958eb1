import { headerBytes, isIntact, readHeader } from "./entry-format.ts";
import { LogWriteError } from "./errors.ts";
import type { LogFile } from "./log-folder.ts";

const suffix = ".log";
const digits = 20;
/** Enough for most entries. */
const firstReadBytes = 4096;

/** A file of a log with the entries from its base on. */
export class Segment {
  /** The position of its first byte. */
  readonly base: number;
  readonly file: LogFile;
  /** How many of its bytes are the log's; what a failed write has left may stand behind them. */
  #bytes: number;
  #mayBeTorn = false;

  constructor(base: number, file: LogFile, bytes: number) {
    this.base = base;
    this.file = file;
    this.#bytes = bytes;
  }

  /** The position behind its last byte. */
  get end(): number {
    return this.base + this.#bytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Writes behind the last entry. Where that fails the segment is as it was; nothing is written before that is so.
   * @throws LogWriteError
   */
  async write(
    buffers: readonly Buffer[],
    { path, isSynced }: { readonly path: string; readonly isSynced: boolean },
  ): Promise<void> {
    try {
      await this.#mend();
      this.#mayBeTorn = true;
      await this.file.write(buffers, this.#bytes);
      if (isSynced) await this.file.sync();
      this.#mayBeTorn = false;
    } catch (error) {
      // Where this fails as well, the next write tries again first.
      await this.#mend().catch(() => undefined);
      throw new LogWriteError(path, error);
    }
    this.#bytes += buffers.reduce((sum, { length }) => sum + length, 0);
  }

  /**
   * The payload of the entry at a position; undefined where none begins, `damaged` where it is not what was written. Blocks
   * for the time of a read, two for a large entry.
   */
  payloadAt(position: number): Buffer | "damaged" | undefined {
    const at = position - this.base;
    const bytes = this.#readSync(at, Math.min(firstReadBytes, this.#bytes - at));
    const length = bytes.length < headerBytes ? undefined : readHeader(bytes, 0, position);
    if (length === undefined || at + headerBytes + length > this.#bytes) return undefined;
    const end = headerBytes + length;
    const payload =
      end <= bytes.length ? bytes.subarray(headerBytes, end) : this.#readSync(at + headerBytes, length);
    return isIntact(payload, bytes.readUInt32LE(8), position) ? payload : "damaged";
  }

  #readSync(at: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    return bytes.subarray(0, this.file.readSync(bytes, at));
  }

  /** Cuts off what a failed write has left. */
  async #mend(): Promise<void> {
    if (!this.#mayBeTorn) return;
    await this.file.truncate(this.#bytes);
    this.#mayBeTorn = false;
  }
}

/** The name of the file of a segment; names sort as positions do. */
export function segmentName(base: number): string {
  return String(base).padStart(digits, "0") + suffix;
}

/** The base of the segment in a file of that name; undefined for other files. */
export function baseOf(name: string): number | undefined {
  const base = Number(name.slice(0, -suffix.length));
  return Number.isSafeInteger(base) && segmentName(base) === name ? base : undefined;
}

/** The segment that holds a position, by halving; undefined where none does. */
export function segmentAt(segments: readonly Segment[], position: number): Segment | undefined {
  let [low, high] = [0, segments.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((segments[middle] as Segment).base <= position) low = middle + 1;
    else high = middle;
  }
  const found = segments[low - 1];
  return found !== undefined && position < found.end ? found : undefined;
}
