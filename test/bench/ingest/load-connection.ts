import { connect, type Socket } from "node:net";
import { AnswerReader } from "./answer-reader.ts";
import type { LoadOrder } from "./load.ts";
import { RequestTemplate } from "./request-template.ts";

/** Told of each answer; status 0 when the connection broke instead. */
export type OnAnswer = (connection: LoadConnection, status: number) => void;

/** One connection on which one request is under way at a time. It is opened again when the server has closed it. */
export class LoadConnection {
  /** The number of the request under way, and when it was due. */
  request = 0;
  dueAt = 0;
  readonly #port: number;
  readonly #template: RequestTemplate;
  readonly #reader = new AnswerReader();
  readonly #onAnswer: OnAnswer;
  #socket: Socket | undefined;
  #isWaiting = false;
  #isClosed = false;

  constructor(order: LoadOrder, variant: number, onAnswer: OnAnswer) {
    this.#port = order.port;
    this.#template = new RequestTemplate(order, order.run, variant);
    this.#onAnswer = onAnswer;
  }

  /** @throws Error when nothing listens */
  async open(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#connect().once("connect", resolve).once("error", reject);
    });
  }

  /** Posts the request of this number, at once or as soon as the connection is open again. */
  post(request: number, dueAt: number): void {
    this.request = request;
    this.dueAt = dueAt;
    this.#isWaiting = true;
    this.#template.renumber(request);
    (this.#socket ?? this.#connect()).write(this.#template.bytes);
  }

  close(): void {
    this.#isClosed = true;
    this.#socket?.destroy();
  }

  #connect(): Socket {
    const socket = connect({ port: this.#port, host: "127.0.0.1" }).setNoDelay(true);
    this.#socket = socket;
    this.#reader.reset();
    socket.on("data", (chunk: Buffer) => this.#take(socket, chunk));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#lose(socket));
    return socket;
  }

  #take(socket: Socket, chunk: Buffer): void {
    if (this.#socket !== socket || !this.#reader.take(chunk)) return;
    if (this.#reader.isLast) {
      this.#socket = undefined;
      socket.destroy();
    }
    this.#answer(this.#reader.status);
  }

  #lose(socket: Socket): void {
    if (this.#socket !== socket) return;
    this.#socket = undefined;
    if (!this.#isClosed) this.#answer(0);
  }

  #answer(status: number): void {
    if (!this.#isWaiting) return;
    this.#isWaiting = false;
    this.#onAnswer(this, status);
  }
}
