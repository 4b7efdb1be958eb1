import { connect, createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

interface Target {
  readonly host: string;
  readonly port: number;
}

/** A port in front of another one that can be shut: connections are cut then, and new ones refused. */
export class TcpGate implements AsyncDisposable {
  readonly #target: Target;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  private constructor(target: Target) {
    this.#target = target;
  }

  /** Opens one. */
  static async before(host: string, port: number): Promise<TcpGate> {
    const gate = new TcpGate({ host, port });
    await gate.open();
    return gate;
  }

  get port(): number {
    return this.#port;
  }

  /** Lets connections through, on the same port as ever. */
  async open(): Promise<void> {
    const server = createServer((client) => this.#pipe(client));
    await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Cuts every connection and takes no other. */
  async shut(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => void (this.#server?.close(resolve) ?? resolve(undefined)));
    this.#server = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.shut();
  }

  #pipe(client: Socket): void {
    const server = connect(this.#target);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(one);
      one.on("error", () => other.destroy());
      one.once("close", () => {
        this.#sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}
