import { expect, test } from "vitest";
import { FrameLog } from "../../../../apps/metrics/src/live/frame-log.ts";
import { backfillFrames, frame, helloFrame, reasonFrame } from "../../../../apps/metrics/src/live/frames.ts";
import { readPosition, writePosition } from "../../../../apps/metrics/src/live/position.ts";

test("line breaks in values stay inside one frame", () => {
  const row = JSON.stringify({ k: "a\n\nevent: dropped\r\ndata: {}" });
  const [bytes] = backfillFrames({ domain: "shop", name: "state" }, [row]);
  const text = bytes?.toString() ?? "";
  expect(text.split("\n")).toHaveLength(4);
  expect(text).not.toContain("\r");
  expect(JSON.parse(text.split("\n")[1]?.slice("data: ".length) ?? "")).toMatchObject({
    rows: [{ k: "a\n\nevent: dropped\r\ndata: {}" }],
  });
});

test("a frame is its id, event and data", () => {
  expect(frame("rows", "{}", "x1").toString()).toBe("id: x1\nevent: rows\ndata: {}\n\n");
});

test("the last frame of what is there says that there is more", () => {
  const rows = Array.from({ length: 501 }, () => "{}");
  const ends = backfillFrames({ domain: "shop", name: "state" }, rows, true).map(
    (bytes) => /"is_last".*$/m.exec(bytes.toString())?.[0],
  );
  expect(ends).toEqual(['"is_last":false}', '"is_last":true,"is_cut":true}']);
});

test("the first frame says when to come again", () => {
  expect(helloFrame({ stage: "dev" }, 1_500).toString()).toBe(
    'retry: 1500\nevent: hello\ndata: {"stage":"dev"}\n\n',
  );
});

test("a reason is sent as JSON", () => {
  expect(reasonFrame("dropped", 'so "it" is').toString()).toContain('data: {"reason":"so \\"it\\" is"}');
});

test("an id says how far each partition was sent", () => {
  const position = new Map([
    [
      "orders",
      {
        generation: "ab12",
        next: new Map([
          [0, 7],
          [1, 0],
        ]),
      },
    ],
  ]);
  expect(readPosition(writePosition(position, 5))).toEqual({ position, atMs: 5 });
});

test("what is no id is not understood as one", () => {
  for (const id of ["", "nonsense", "e30", Buffer.from('{"at":"x"}').toString("base64url")])
    expect(readPosition(id)).toBeUndefined();
});

test("frames beyond the bound are forgotten, the newest never", () => {
  const log = new FrameLog(10);
  for (const size of [6, 6, 50]) log.append(Buffer.alloc(size));
  log.trim();
  expect([log.first, log.end, log.at(2)?.length]).toEqual([1, 3, 50]);
  log.append(Buffer.alloc(1));
  log.trim();
  expect([log.first, log.end]).toEqual([3, 4]);
});
