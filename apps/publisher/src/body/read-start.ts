import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { BodyAbortedError, BodyFault } from "./body-fault.ts";
import { GrowingBytes } from "./growing-bytes.ts";

/** A body that is here, or its beginning and where the rest comes from. */
export type BodyStart =
  | { readonly isWhole: true; readonly bytes: Buffer }
  | { readonly isWhole: false; readonly bytes: Buffer; readonly rest: Readable };

/** How a body is read. */
export interface ReadOptions {
  /** The body as it was meant: the request, or what decodes it. */
  readonly decoded: Readable;
  /** Up to so many bytes are read; where there are more the rest is left. */
  readonly wholeBytes: number;
  /** Accounts for what is held in memory. */
  readonly memory?: HeldMemory;
}

/** Is told, before it is so, how many bytes of a body are held; throws when they are too many. */
export interface HeldMemory {
  hold(bytes: number): void;
}

/**
 * Reads a body, or the beginning of a larger one, which stops coming then. Resolves in the turn of the event loop in which
 * the last byte came.
 * @throws BodyFault, BodyAbortedError, and what the memory throws
 */
export function readStart(request: IncomingMessage, options: ReadOptions): Promise<BodyStart> {
  // Functions are made where they are passed: one with a name of its own costs a call more each time it is made.
  return new Promise((resolve, reject) => {
    new StartReader(request, options, { resolve, reject }).listen();
  });
}

interface Settle {
  readonly resolve: (start: BodyStart) => void;
  readonly reject: (error: unknown) => void;
}

class StartReader {
  readonly #request: IncomingMessage;
  readonly #options: ReadOptions;
  readonly #settle: Settle;
  readonly #bytes = new GrowingBytes();
  /** Listeners stay on the stream: what goes wrong once nobody reads is nobody's. */
  #isDone = false;

  constructor(request: IncomingMessage, options: ReadOptions, settle: Settle) {
    this.#request = request;
    this.#options = options;
    this.#settle = settle;
  }

  listen(): void {
    this.#options.decoded
      .on("data", (chunk: Buffer) => this.#add(chunk))
      .on("end", () => this.#end())
      .on("error", (error) => this.#fail(error))
      .on("close", () => this.#fail(undefined));
  }

  #add(chunk: Buffer): void {
    if (this.#isDone) return;
    const { decoded, wholeBytes, memory } = this.#options;
    try {
      memory?.hold(this.#bytes.length + chunk.length);
    } catch (error) {
      this.#stop();
      leaveBody(this.#request, decoded);
      return this.#settle.reject(error);
    }
    this.#bytes.add(chunk);
    if (this.#bytes.length <= wholeBytes) return;
    this.#stop();
    this.#settle.resolve({ isWhole: false, bytes: this.#bytes.view, rest: decoded });
  }

  #stop(): void {
    this.#isDone = true;
    this.#options.decoded.removeAllListeners("data").pause();
  }

  #end(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#settle.resolve({ isWhole: true, bytes: this.#bytes.view });
  }

  #fail(error: unknown): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#settle.reject(readFault(this.#request, error));
  }
}

/** Reads no more of a body; its connection is still to carry the answer. @param decoded the request, or what decodes it */
export function leaveBody(request: IncomingMessage, decoded: Readable): void {
  if (decoded === request) request.pause();
  // Left alone it would go on by itself: to no purpose, and with a bomb for long.
  else decoded.destroy();
}

/** What went wrong while a body was read: the client has gone, or what it sent cannot be decoded. */
export function readFault(request: IncomingMessage, cause: unknown): BodyFault | BodyAbortedError {
  if (cause instanceof BodyFault) return cause;
  if (request.destroyed && !request.complete) return new BodyAbortedError(cause);
  const encoding = request.headers["content-encoding"];
  if (encoding === undefined) return new BodyAbortedError(cause);
  const reason = cause instanceof Error ? cause.message : "it ends too early";
  return new BodyFault("MALFORMED_BODY", `The body is not ${encoding.slice(0, 20)}: ${reason}.`, cause);
}

/** The fault of a body that is too large. @param maxBytes decompressed */
export function tooLarge(maxBytes: number, found?: number): BodyFault {
  const has = found === undefined ? `more than ${maxBytes}` : String(found);
  return new BodyFault(
    "BODY_TOO_LARGE",
    `The body has ${has} bytes, expected a body of at most ${maxBytes} bytes. Send it in parts.`,
  );
}
