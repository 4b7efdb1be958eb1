import { LogDamagedError, SegmentLog } from "@millrace/segment-log";
import type { BlockLog } from "./block-log.ts";

/** Where and how a {@link SegmentBlockLog} keeps its blocks. */
export interface SegmentBlockLogOptions {
  /** A folder of its own; made where there is none. */
  readonly folder: string;
  /** How much may be in it, with what is not needed any more and not yet removed. */
  readonly maxBytes: number;
  /** How much a file grows to before the next one is begun; files are removed as a whole. */
  readonly segmentBytes: number;
}

/** Blocks in segment files: a process that is killed loses none of them, a loss of power those of the last second. */
export class SegmentBlockLog implements BlockLog {
  readonly #log: SegmentLog;

  private constructor(log: SegmentLog) {
    this.#log = log;
  }

  /** @throws LogLockedError while another process has the folder; LogWriteError */
  static async open({ folder, maxBytes, segmentBytes }: SegmentBlockLogOptions): Promise<SegmentBlockLog> {
    const log = await SegmentLog.open(folder, {
      sync: "interval",
      syncIntervalMs: 1_000,
      maxBytes,
      segmentBytes,
    });
    return new SegmentBlockLog(log);
  }

  get end(): number {
    return this.#log.endPosition;
  }

  get sizeBytes(): number {
    return this.#log.sizeBytes;
  }

  async append(block: Uint8Array): Promise<number> {
    const [position] = await this.#log.append([block]);
    return position!;
  }

  read(position: number): Uint8Array {
    return this.#log.readAtSync(position);
  }

  trim(before: number): void {
    // A file that cannot be removed is tried again with the next ones; meanwhile the log's bound holds.
    this.#log.trim(before).catch(() => undefined);
  }

  async *blocks() {
    let from = this.#log.firstPosition;
    while (from < this.#log.endPosition) {
      try {
        for await (const entries of this.#log.read(from)) {
          for (const { position, payload } of entries) yield { position, block: payload };
          from = entries.at(-1)?.end ?? from;
        }
        return;
      } catch (error) {
        // Reading again passes the damage over.
        if (!(error instanceof LogDamagedError)) throw error;
      }
    }
  }

  close(): Promise<void> {
    return this.#log.close();
  }
}
