import { connect, type Socket } from "node:net";
import { AnswerReader } from "../ingest/answer-reader.ts";

/** A request under way. */
export interface DueRequest {
  readonly kind: string;
  readonly bytes: Buffer;
  /** When it should have been sent, in milliseconds of `performance.now()`. */
  readonly dueAt: number;
}

/** One connection on which one request is under way at a time; a connection that breaks answers 0 and is opened again. */
export class GetConnection {
  readonly #port: number;
  readonly #onAnswer: (connection: GetConnection, request: DueRequest, status: number) => void;
  readonly #reader = new AnswerReader();
  #socket: Socket | undefined;
  #request: DueRequest | undefined;

  constructor(
    port: number,
    onAnswer: (connection: GetConnection, request: DueRequest, status: number) => void,
  ) {
    this.#port = port;
    this.#onAnswer = onAnswer;
  }

  /** @throws Error when nothing listens */
  async open(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#connect().once("connect", resolve).once("error", reject);
    });
  }

  send(request: DueRequest): void {
    this.#request = request;
    (this.#socket ?? this.#connect()).write(request.bytes);
  }

  close(): void {
    this.#socket?.destroy();
  }

  #connect(): Socket {
    const socket = connect({ port: this.#port, host: "127.0.0.1" }).setNoDelay(true);
    this.#socket = socket;
    this.#reader.reset();
    socket.on("data", (chunk: Buffer) => {
      if (this.#socket !== socket || !this.#reader.take(chunk)) return;
      if (this.#reader.isLast) this.#socket = undefined;
      this.#answer(this.#reader.status);
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#answer(0);
    });
    return socket;
  }

  #answer(status: number): void {
    const request = this.#request;
    this.#request = undefined;
    if (request !== undefined) this.#onAnswer(this, request, status);
  }
}
