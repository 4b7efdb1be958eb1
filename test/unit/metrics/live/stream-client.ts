import { Writable } from "node:stream";
import type { Hub } from "../../../../apps/metrics/src/live/hub.ts";
import { helloFrame } from "../../../../apps/metrics/src/live/frames.ts";
import { StreamSession } from "../../../../apps/metrics/src/live/stream-session.ts";
import { parseFrames, type SentFrame } from "./sent-frames.ts";

/** What one key holds, as a client knows it. */
interface Known {
  readonly v: number;
  readonly isFinal: boolean;
}

/** A browser that keeps a table of what it is sent. */
export class StreamClient {
  readonly table = new Map<string, Known>();
  /** Every version that was sent since the client forgot all: `<table> <key> <value>`. */
  readonly versions: string[] = [];
  readonly frames: SentFrame[] = [];
  readonly #tables: readonly string[];
  #output: Writable | undefined;
  lastEventId: string | undefined;

  constructor(tables: readonly string[]) {
    this.#tables = tables;
  }

  /** The values by `<table> <key>`. */
  get values(): ReadonlyMap<string, number> {
    return new Map([...this.table].map(([key, { v }]) => [key, v]));
  }

  get isConnected(): boolean {
    return this.#output !== undefined && !this.#output.writableEnded;
  }

  /** Connects, from where it was. Resolves when the first frames are written. */
  async connect(hub: Hub, minutes = 60): Promise<void> {
    const output = new Writable({
      write: (bytes: Buffer, _encoding, done) => {
        if (this.#output === output) for (const sent of parseFrames(bytes.toString())) this.#take(sent);
        done();
      },
    });
    this.#output = output;
    if (this.lastEventId === undefined) this.#forget();
    const { lastEventId } = this;
    const begin = await new StreamSession(hub, { tables: this.#tables, minutes, lastEventId }, output).open();
    if (this.#output === output) begin(helloFrame({}, 1_000));
    else output.destroy();
  }

  disconnect(): void {
    this.#output?.destroy();
    this.#output = undefined;
  }

  #take(sent: SentFrame): void {
    this.frames.push(sent);
    if (sent.event === "reset") this.#forget();
    if (sent.event === "backfill" || sent.event === "rows") this.#takeRows(sent);
    if (sent.id !== undefined) this.lastEventId = sent.id;
  }

  #takeRows({ data: { table, rows, removed } }: SentFrame): void {
    for (const { k } of removed ?? []) this.table.delete(`${table} ${k}`);
    for (const { k, v, is_final: isFinal } of rows ?? []) {
      this.versions.push(`${table} ${k} ${v}`);
      this.table.set(`${table} ${k}`, { v, isFinal });
    }
  }

  #forget(): void {
    this.table.clear();
    this.versions.length = 0;
  }
}
