import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SseParser } from "../../../../apps/metrics/page/stream/sse-parser.ts";

describe("SseParser", () => {
  it("gives an event with its type and data", () => {
    expect(new SseParser().push("event: rows\ndata: {}\n\n")).toEqual([
      { type: "rows", data: "{}", lastEventId: "" },
    ]);
  });

  it("joins several data lines by line feeds", () => {
    expect(new SseParser().push("data: a\ndata: b\n\n")[0]?.data).toBe("a\nb");
  });

  it("keeps the last id for events without one", () => {
    const events = new SseParser().push("id: 7\ndata: a\n\ndata: b\n\n");
    expect(events.map(({ lastEventId }) => lastEventId)).toEqual(["7", "7"]);
  });

  it("passes over comments and empty events", () => {
    expect(new SseParser().push(": heartbeat\n\nevent: rows\n\n")).toEqual([]);
  });

  it("forgets the type of an event without data", () => {
    expect(new SseParser().push("event: rows\n\ndata: a\n\n")[0]?.type).toBe("message");
  });

  it("gives the same events however the text is cut", () => {
    const text = "\uFEFFid: 1\r\nevent: rows\r\ndata: ä\r\n\r\n: note\rdata: b\r\rid: 2\ndata: c\n\n";
    const whole = new SseParser().push(text);
    expect(whole.map(({ data }) => data)).toEqual(["ä", "b", "c"]);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (cuts) => {
        expect(pushedInPieces(text, cuts)).toEqual(whole);
      }),
    );
  });
});

function pushedInPieces(text: string, cuts: readonly number[]) {
  const parser = new SseParser();
  const ends = [...cuts].sort((a, b) => a - b);
  return [0, ...ends].flatMap((start, index) => parser.push(text.slice(start, ends[index] ?? text.length)));
}
