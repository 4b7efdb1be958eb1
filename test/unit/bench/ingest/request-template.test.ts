import { expect, it } from "vitest";
import { eventId, parseEventId, RequestTemplate } from "../../../bench/ingest/request-template.ts";

function bodyOf({ bytes }: RequestTemplate): unknown {
  const text = bytes.toString();
  return JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4));
}

it("reads run and number from an event's id", () => {
  expect(parseEventId(eventId(7, 123_456_789_012))).toEqual({ run: 7, number: 123_456_789_012 });
  expect(parseEventId("0b7dfe3a-9f52-4c1c-8a35-2f1d6a3f7c10")).toBeUndefined();
});

it("numbers every event of every request anew", () => {
  const template = new RequestTemplate({ path: "/batch", items: 2 }, 3, 0);
  template.renumber(5);
  expect(bodyOf(template)).toMatchObject([{ event_id: eventId(3, 10) }, { event_id: eventId(3, 11) }]);
  template.renumber(0xffff);
  expect(bodyOf(template)).toMatchObject([
    { event_id: eventId(3, 131_070) },
    { event_id: eventId(3, 131_071) },
  ]);
});

it("posts a single event without an array", () => {
  const template = new RequestTemplate({ path: "/one", items: 1 }, 1, 4);
  expect(template.bytes.toString()).toMatch(/^POST \/one HTTP\/1\.1\r\n/);
  expect(bodyOf(template)).toMatchObject({ event_id: eventId(1, 0), user_id: 1_000_004 });
});
