import { expect, it } from "vitest";
import { AnswerReader } from "../../../bench/ingest/answer-reader.ts";

const whole = "HTTP/1.1 202 Accepted\r\nContent-Length: 11\r\nConnection: keep-alive\r\n\r\nhello world";
const chunked = "HTTP/1.1 503 X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";

it.each([
  ["with a length", whole, 202],
  ["in chunks", chunked, 503],
  ["without a body", "HTTP/1.1 204 X\r\ncontent-length: 0\r\n\r\n", 204],
])("finds the end of an answer %s, cut anywhere", (_, text, status) => {
  const bytes = Buffer.from(text);
  for (let cut = 1; cut < bytes.length; cut++) {
    const reader = new AnswerReader();
    expect(reader.take(bytes.subarray(0, cut))).toBe(false);
    expect(reader.take(bytes.subarray(cut))).toBe(true);
    expect(reader.status).toBe(status);
  }
});

it("reads one answer after the other", () => {
  const reader = new AnswerReader();
  expect(reader.take(Buffer.from(chunked))).toBe(true);
  expect(reader.take(Buffer.from(whole))).toBe(true);
  expect([reader.status, reader.isLast]).toEqual([202, false]);
});

it("knows when the server closes the connection", () => {
  const reader = new AnswerReader();
  reader.take(Buffer.from("HTTP/1.1 503 X\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
  expect(reader.isLast).toBe(true);
});
