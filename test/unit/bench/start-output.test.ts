import { expect, it } from "vitest";
import { readStartLine } from "../../bench/start-output.ts";

it.each([
  ["[COMPLETED] Kafka broker  ready in 2.1 s", { type: "ready", service: "Kafka broker", afterMs: 2100 }],
  ["[12:00:01] [COMPLETED] First results  committed", { type: "results" }],
  ["Press Ctrl-C to stop; the data is kept.", { type: "up" }],
  ["[STARTED] Kafka broker", undefined],
  ["[COMPLETED] Topics  12 created", undefined],
])("reads the line %j", (line, expected) => {
  expect(readStartLine(line)).toEqual(expected);
});
