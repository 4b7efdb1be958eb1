import { once } from "node:events";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import type { Statistics } from "../run/statistics.ts";
import type { DueEvent } from "../run/run-generator.ts";
import type { EventTarget } from "./event-target.ts";

/** What a {@link JsonLinesTarget} writes to. */
export interface JsonLinesOptions {
  readonly stream: Writable;
  readonly statistics: Statistics;
  /** Whether the stream is ended at the end; standard output is not. Default true. */
  readonly endsStream?: boolean;
}

/** Writes events as JSON lines: `{"domain":"shop","type":"page_view","event":{…}}`. */
export class JsonLinesTarget implements EventTarget {
  readonly #options: JsonLinesOptions;

  constructor(options: JsonLinesOptions) {
    this.#options = options;
  }

  /** @throws what the stream throws: a full disk, a closed pipe */
  async send(events: readonly DueEvent[]): Promise<void> {
    const { stream, statistics } = this.#options;
    if (stream.errored !== null) throw stream.errored;
    const startedAt = performance.now();
    if (!stream.write(events.map(eventLine).join(""))) await once(stream, "drain");
    statistics.recordLatency(performance.now() - startedAt);
    statistics.settle("accepted", events.length);
  }

  async close(): Promise<void> {
    const { stream, endsStream = true } = this.#options;
    if (!endsStream || stream.errored !== null) return;
    stream.end();
    await finished(stream);
  }
}

/** One event as a line, with the line's end. */
export function eventLine({ domain, type, event }: Pick<DueEvent, "domain" | "type" | "event">): string {
  return `${JSON.stringify({ domain, type, event })}\n`;
}
