import { setTimeout as delay } from "node:timers/promises";
import type { ApiRow } from "./metrics-api.ts";
import type { StackAddresses } from "./millrace.ts";

/** A frame of `/events`. */
export interface StreamFrame {
  readonly event: string;
  readonly id?: string;
  readonly data: {
    readonly table?: string;
    readonly rows?: readonly ApiRow[];
    readonly reason?: string;
  };
}

/** How {@link EventStream.open} asks. */
export interface StreamQuery {
  readonly query: string;
  /** Goes on behind this frame. */
  readonly lastEventId?: string | undefined;
}

/** An open stream of `/events`, with all frames that it has sent. */
export class EventStream implements AsyncDisposable {
  readonly frames: StreamFrame[] = [];
  readonly #end = new AbortController();
  #reading: Promise<void> = Promise.resolve();

  /** Opens a stream; resolves when the server has answered. */
  static async open(stack: StackAddresses, { query, lastEventId }: StreamQuery): Promise<EventStream> {
    const stream = new EventStream();
    const headers = lastEventId === undefined ? {} : { "Last-Event-ID": lastEventId };
    const response = await fetch(`${stack.metricsUrl}/events?${query}`, {
      headers,
      signal: stream.#end.signal,
    });
    if (!response.ok || response.body === null)
      throw new Error(`/events answers ${response.status}: ${await response.text()}`);
    stream.#reading = stream.#read(response.body);
    return stream;
  }

  /** The id to go on from. */
  get lastEventId(): string | undefined {
    return this.frames.findLast(({ id }) => id !== undefined)?.id;
  }

  /** Every row that was sent of a table, in the order in which they came. */
  rows(table: string): readonly ApiRow[] {
    return this.frames.flatMap(({ data }) => (data.table === table ? (data.rows ?? []) : []));
  }

  events(): readonly string[] {
    return this.frames.map(({ event }) => event);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await Promise.race([this.#reading, delay(1_000)]);
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let rest = "";
    try {
      for await (const text of body.pipeThrough(new TextDecoderStream())) {
        const parts = (rest + text).split("\n\n");
        rest = parts.pop() ?? "";
        this.frames.push(...parts.flatMap(frameOf));
      }
    } catch (error) {
      if (!this.#end.signal.aborted) this.frames.push({ event: "broken", data: { reason: String(error) } });
    }
  }
}

function frameOf(text: string): readonly StreamFrame[] {
  const fields = new Map(
    text
      .split("\n")
      .filter((line) => !line.startsWith(":"))
      .map((line) => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)] as const),
  );
  const event = fields.get("event");
  const id = fields.get("id");
  if (event === undefined) return [];
  const data = JSON.parse(fields.get("data") ?? "{}") as StreamFrame["data"];
  return [{ event, data, ...(id === undefined ? {} : { id }) }];
}
