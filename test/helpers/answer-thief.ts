import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** Requests that are larger than this are taken for batches of records. */
const batchBytes = 4_096;

/** A way to a server that passes everything on, except for an answer that it is told to lose. */
export class AnswerThief implements AsyncDisposable {
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #open = new Set<Socket>();
  #onAnswer: (() => void) | undefined;

  private constructor(server: Server, targetPort: number) {
    this.#server = server;
    this.#targetPort = targetPort;
    server.on("connection", (client) => this.#pass(client));
  }

  /** Listens on a free port of this machine. */
  static async open(targetPort: number): Promise<AnswerThief> {
    const server = createServer();
    const thief = new AnswerThief(server, targetPort);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return thief;
  }

  /** `host:port` where it is reached. */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Loses the answer to the next batch, and the connection with it. Resolves when that has happened. */
  loseAnswer(): Promise<void> {
    return new Promise((resolve) => {
      this.#onAnswer = resolve;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #pass(client: Socket): void {
    const target = connect(this.#targetPort, "127.0.0.1");
    let asked = 0;
    client.on("data", (bytes) => {
      asked += bytes.length;
      target.write(bytes);
    });
    target.on("data", (bytes) => {
      const steal = asked > batchBytes ? this.#onAnswer : undefined;
      asked = 0;
      if (steal === undefined) {
        client.write(bytes);
        return;
      }
      this.#onAnswer = undefined;
      client.destroy();
      target.destroy();
      steal();
    });
    this.#tie(client, target);
    this.#tie(target, client);
  }

  /** Ends one side with the other. */
  #tie(socket: Socket, other: Socket): void {
    this.#open.add(socket);
    socket.on("error", () => other.destroy());
    socket.on("close", () => {
      this.#open.delete(socket);
      other.destroy();
    });
  }
}
