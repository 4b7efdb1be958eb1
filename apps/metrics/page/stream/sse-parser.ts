/** One event of a text/event-stream, as WHATWG's HTML standard, section 9.2, dispatches it. */
export interface SseEvent {
  readonly type: string;
  readonly data: string;
  /** The position to go on from; as it was before where the event has none. */
  readonly lastEventId: string;
}

/** Reads a text/event-stream piece by piece; lines may end with LF, CR or CRLF, and pieces anywhere. */
export class SseParser {
  #rest = "";
  #type = "";
  #data: string[] = [];
  #lastEventId: string;
  #isStart = true;

  constructor(lastEventId = "") {
    this.#lastEventId = lastEventId;
  }

  /** @returns the events that are whole with this piece */
  push(piece: string): readonly SseEvent[] {
    const events: SseEvent[] = [];
    for (const line of this.#linesOf(piece)) {
      const event = line === "" ? this.#dispatch() : this.#field(line);
      if (event !== undefined) events.push(event);
    }
    return events;
  }

  #linesOf(piece: string): readonly string[] {
    let text = this.#rest + piece;
    if (this.#isStart && text !== "") {
      if (text.startsWith("\uFEFF")) text = text.slice(1);
      this.#isStart = false;
    }
    // A CR at the end may be half of a CRLF.
    const held = text.endsWith("\r") ? "\r" : "";
    const lines = text.slice(0, text.length - held.length).split(/\r\n|\n|\r/);
    this.#rest = (lines.pop() ?? "") + held;
    return lines;
  }

  #field(line: string): undefined {
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") this.#type = value;
    else if (name === "data") this.#data.push(value);
    else if (name === "id" && !value.includes("\0")) this.#lastEventId = value;
  }

  #dispatch(): SseEvent | undefined {
    const [type, data] = [this.#type || "message", this.#data];
    this.#type = "";
    this.#data = [];
    return data.length === 0 ? undefined : { type, data: data.join("\n"), lastEventId: this.#lastEventId };
  }
}
