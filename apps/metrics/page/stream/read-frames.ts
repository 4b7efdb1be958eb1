import type { Frame } from "../contract/frames.ts";
import { type SseEvent, SseParser } from "./sse-parser.ts";

const known = new Set(["hello", "backfill", "rows", "pipeline", "reset", "dropped"]);

/** What a connection to `/events` brings. */
export interface FrameReading {
  readonly body: ReadableStream<Uint8Array>;
  /** The position that was asked for. */
  readonly lastEventId: string;
  /** Every piece that comes, heartbeats too. */
  readonly onSign: () => void;
  readonly onFrame: (frame: Frame, lastEventId: string) => void;
}

/** Reads frames until the connection ends; what has a name of later versions is passed over. Rejects where it breaks. */
export async function readFrames({ body, lastEventId, onSign, onFrame }: FrameReading): Promise<void> {
  const parser = new SseParser(lastEventId);
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onSign();
    for (const event of parser.push(decoder.decode(value, { stream: true }))) {
      const frame = frameOf(event);
      if (frame !== undefined) onFrame(frame, event.lastEventId);
    }
  }
}

function frameOf({ type, data }: SseEvent): Frame | undefined {
  return known.has(type) ? ({ type, data: JSON.parse(data) } as Frame) : undefined;
}
