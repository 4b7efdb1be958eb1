import { get, type IncomingMessage } from "node:http";

/** One frame of a stream of events; the data is JSON text. */
export interface EventFrame {
  readonly event: string;
  readonly id: string;
  readonly data: string;
}

const frameEnd = Buffer.from("\n\n");

/** Follows a stream of events over a connection of its own, as a browser does. */
export class EventStream {
  readonly #request: ReturnType<typeof get>;
  #rest: Buffer = Buffer.alloc(0);
  isEnded = false;

  constructor(url: string, onFrame: (frame: EventFrame) => void) {
    const headers = { accept: "text/event-stream" };
    this.#request = get(url, { agent: false, headers }, (response) => this.#read(response, onFrame));
    this.#request.on("error", () => this.#end());
  }

  close(): void {
    this.#request.destroy();
  }

  #read(response: IncomingMessage, onFrame: (frame: EventFrame) => void): void {
    if (response.statusCode !== 200) return this.#end();
    response.on("data", (chunk: Buffer) => {
      let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
      for (let end = bytes.indexOf(frameEnd); end >= 0; end = bytes.indexOf(frameEnd)) {
        onFrame(parseFrame(bytes.toString("utf8", 0, end)));
        bytes = bytes.subarray(end + frameEnd.length);
      }
      this.#rest = bytes;
    });
    response.on("close", () => this.#end());
  }

  #end(): void {
    this.isEnded = true;
  }
}

/** Reads the lines of one frame. A comment has neither event nor data. */
export function parseFrame(text: string): EventFrame {
  const fields = { event: "", id: "", data: "" };
  for (const line of text.split("\n")) {
    const [, name, value] = /^(event|id|data): ?([^]*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const key = name as keyof typeof fields;
    fields[key] = key === "data" && fields.data !== "" ? `${fields.data}\n${value}` : value;
  }
  return fields;
}
