import { expect, it } from "vitest";
import { readStartLine } from "../../bench/start-output.ts";

it.each([
  ["✔ Kafka broker  ready in 2.1 s", { type: "ready", service: "Kafka broker", afterMs: 2100 }],
  ["✔ Flink statements  1 created", { type: "applied", part: "Flink statements" }],
  ["✔ Buckets  none", { type: "applied", part: "Buckets" }],
  ["✔ Rows on the dashboard  there", { type: "applied", part: "Rows on the dashboard" }],
  ["✔ First results  committed", { type: "results" }],
  ["Press Ctrl-C to stop; the data is kept.", { type: "up" }],
  ["✔ Engine artifacts  812 files, resolved before", undefined],
  ["❯ Kafka broker", undefined],
])("reads the line %j", (line, expected) => {
  expect(readStartLine(line)).toEqual(expected);
});
