import { connect, type Socket } from "node:net";

/** A connection on which bytes are sent as they are. */
export class RawConnection implements Disposable {
  readonly #socket: Socket;
  #received = "";
  #isClosed = false;
  #onChange: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk) => {
      this.#received += chunk.toString("latin1");
      this.#onChange();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.#isClosed = true;
      this.#onChange();
    });
  }

  /** @param url of the server */
  static async open(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const connection = new RawConnection(socket);
    await new Promise<void>((resolve) => socket.once("connect", resolve));
    return connection;
  }

  get received(): string {
    return this.#received;
  }

  /** Resolves when the bytes are handed to the system. */
  async send(text: string | Buffer): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.write(text, () => resolve()));
  }

  /** Sends nothing more, and still reads. */
  end(): void {
    this.#socket.end();
  }

  /** Resolves with all that was received when it matches, or the connection is closed. */
  async until(pattern: RegExp): Promise<string> {
    await this.#untilChange(() => pattern.test(this.#received) || this.#isClosed);
    return this.#received;
  }

  /** Resolves with all that was received when the other side has closed. */
  async untilClosed(): Promise<string> {
    await this.#untilChange(() => this.#isClosed);
    return this.#received;
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  async #untilChange(isReached: () => boolean): Promise<void> {
    while (!isReached()) {
      await new Promise<void>((resolve) => {
        this.#onChange = resolve;
      });
    }
  }
}

/** The head of a POST. */
export function postHead(path: string, headers: Readonly<Record<string, string | number>> = {}): string {
  const lines = Object.entries({ Host: "test", "Content-Type": "application/json", ...headers });
  return `POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}
