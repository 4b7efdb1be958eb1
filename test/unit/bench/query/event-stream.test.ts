import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { type EventFrame, EventStream, parseFrame } from "../../../bench/query/event-stream.ts";

test("a frame has its event, its id and its data", () => {
  expect(parseFrame('event: rows\nid: 7-x\ndata: {"a":1}')).toEqual({
    event: "rows",
    id: "7-x",
    data: '{"a":1}',
  });
});

test("a heartbeat says nothing", () => {
  expect(parseFrame(": heartbeat")).toEqual({ event: "", id: "", data: "" });
});

test("lines of data are joined", () => {
  expect(parseFrame("data: one\ndata: two").data).toBe("one\ntwo");
});

test("frames that are cut anywhere are read whole", async () => {
  const text = "event: hello\ndata: {}\n\n: heartbeat\n\nevent: rows\nid: 1\ndata: \u{1F3E0}\n\n";
  const bytes = Buffer.from(text);
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (let at = 0; at < bytes.length; at += 5) response.write(bytes.subarray(at, at + 5));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const frames: EventFrame[] = [];
  const { port } = server.address() as AddressInfo;
  const stream = new EventStream(`http://127.0.0.1:${port}/events`, (frame) => frames.push(frame));
  await expect.poll(() => stream.isEnded).toBe(true);
  expect(frames.map(({ event, data }) => [event, data])).toEqual([
    ["hello", "{}"],
    ["", ""],
    ["rows", "\u{1F3E0}"],
  ]);
});
