import { bytesOf, writeEntry } from "./entry-format.ts";

/** What is written at once. */
export interface Group {
  readonly buffers: readonly Buffer[];
  readonly bytes: number;
  resolve(): void;
  reject(error: Error): void;
}

interface Append {
  readonly buffer: Buffer;
  readonly positions: readonly number[];
  readonly resolve: (positions: readonly number[]) => void;
  readonly reject: (error: Error) => void;
}

/** What was appended and is not written yet. */
export class Appends {
  #waiting: Append[] = [];
  /** The position of what is appended next. */
  #next: number;
  /** How much waits or is being written. */
  #bytes = 0;

  constructor(next: number) {
    this.#next = next;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Resolves with the positions of entries when their group is written. */
  add(payloads: readonly Uint8Array[], bytes: number): Promise<readonly number[]> {
    const buffer = Buffer.allocUnsafe(bytes);
    let at = 0;
    const positions = payloads.map((payload) => {
      const position = this.#next + at;
      writeEntry(payload, { into: buffer, at, position });
      at += bytesOf(payload);
      return position;
    });
    this.#next += bytes;
    this.#bytes += bytes;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ buffer, positions, resolve, reject });
    });
  }

  /** Takes all that waits. */
  take(): Group {
    const group = this.#waiting;
    this.#waiting = [];
    const bytes = group.reduce((sum, { buffer }) => sum + buffer.length, 0);
    return {
      buffers: group.map(({ buffer }) => buffer),
      bytes,
      resolve: () => {
        this.#bytes -= bytes;
        for (const { resolve, positions } of group) resolve(positions);
      },
      reject: (error) => {
        this.#bytes -= bytes;
        for (const { reject } of group) reject(error);
      },
    };
  }

  /** Gives up all that waits; what comes next stands at a position. */
  rejectAll(error: Error, next: number): void {
    this.take().reject(error);
    this.#next = next;
  }
}
