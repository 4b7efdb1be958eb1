const headEnd = Buffer.from("\r\n\r\n");
const chunkedEnd = Buffer.from("\r\n0\r\n\r\n");
/** Where the status stands in `HTTP/1.1 202 Accepted`. */
const statusAt = 9;

/**
 * Reads the answers of one connection on which one request is under way at a time, looking at no more of them than it must:
 * the status, and where the answer ends.
 */
export class AnswerReader {
  /** The status of the answer that was read last. */
  status = 0;
  /** Whether the server closes the connection after it. */
  isLast = false;
  #head: Buffer | undefined;
  /** Bytes of the body that are still to come; of a chunked one it is not known. */
  #missing: number | "chunked" = 0;
  #tail: Buffer = Buffer.alloc(0);
  #isInBody = false;

  /** Takes what has come; true when the answer is whole. */
  take(chunk: Buffer): boolean {
    if (this.#isInBody) return this.#takeBody(chunk, 0);
    const bytes = this.#head === undefined ? chunk : Buffer.concat([this.#head, chunk]);
    const end = bytes.indexOf(headEnd);
    if (end < 0) {
      this.#head = bytes;
      return false;
    }
    this.#head = undefined;
    this.#readHead(bytes, end);
    return this.#takeBody(bytes, end + headEnd.length);
  }

  /** Forgets what it has of an answer: the connection is another now. */
  reset(): void {
    this.#head = undefined;
    this.#isInBody = false;
  }

  #readHead(bytes: Buffer, end: number): void {
    this.status =
      (digit(bytes, statusAt) * 10 + digit(bytes, statusAt + 1)) * 10 + digit(bytes, statusAt + 2);
    const head = bytes.toString("latin1", 0, end).toLowerCase();
    const at = head.indexOf("\r\ncontent-length:");
    this.#missing = at < 0 ? "chunked" : Number.parseInt(head.slice(at + 17, at + 30), 10);
    this.isLast = head.includes("\r\nconnection: close");
    this.#tail = Buffer.alloc(0);
    this.#isInBody = true;
  }

  #takeBody(bytes: Buffer, from: number): boolean {
    if (this.#missing === "chunked") {
      this.#tail = Buffer.concat([this.#tail, bytes.subarray(Math.max(from - 2, 0))]).subarray(
        -chunkedEnd.length,
      );
      this.#isInBody = !this.#tail.equals(chunkedEnd);
    } else {
      this.#missing -= bytes.length - from;
      this.#isInBody = this.#missing > 0;
    }
    return !this.#isInBody;
  }
}

function digit(bytes: Buffer, at: number): number {
  return (bytes[at] ?? 0x30) - 0x30;
}
