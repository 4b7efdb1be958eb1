import { compileEvent, type RequestFacts } from "@millrace/events";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guest, guestIn, maskingKey } from "../events/club-domain.ts";
import { purchase, shopEvent, shopEvents } from "../events/shop-domain.ts";
import {
  deadLetterHeaders,
  invalidRecord,
  invalidTopic,
} from "../../../apps/publisher/src/intake/dead-letter.ts";

const nowMs = 1_611_662_700_000;
const request: RequestFacts = { receivedAtMs: nowMs, correlationId: "c-1", ip: "192.0.2.7" };
const options = { topic: "test.dead-letter.club", request, newId: () => "made" };

/** The dead letter of a payload that its type refuses. */
function deadLetter(value: unknown, event = guestIn) {
  const parsed = compileEvent(event, { maskingKey }).parse(value, nowMs, { request });
  if (parsed.ok) throw new Error("the payload is valid");
  const original = Buffer.from(JSON.stringify(value) ?? "");
  const { problems } = parsed;
  return invalidRecord(
    { original, value, problems, code: "INVALID_EVENT", domain: event.domain, event },
    options,
  );
}

describe("a domain", () => {
  test("keeps invalid events where it says so", () => {
    expect(invalidTopic([guestIn, ...shopEvents], "club")).toBe("test.dead-letter.club");
    expect(invalidTopic([guestIn, ...shopEvents], "shop")).toBeUndefined();
    expect(invalidTopic([], "club")).toBeUndefined();
  });
});

describe("the dead letter of an invalid event", () => {
  test("holds its bytes as they were posted", () => {
    const value = { ...guest, guest: 5 };
    expect(deadLetter(value)).toMatchObject({
      topic: "test.dead-letter.club",
      key: null,
      value: Buffer.from(JSON.stringify(value)),
      timestampMs: nowMs,
      deadLetterTopic: "test.dead-letter.club",
    });
  });

  test("says why, where and when it was refused", () => {
    expect(deadLetter({ ...guest, guest: 5, note: "x".repeat(101), event_id: "e-1" }).headers).toEqual({
      "dead-letter-reason": "/guest: expected a string; /note: expected a string of at most 100 characters",
      "dead-letter-code": "INVALID_EVENT",
      "dead-letter-origin": "/api/events/club/guest_in",
      "dead-letter-time": String(nowMs),
      "event-id": "e-1",
      "correlation-id": "c-1",
      "original-topic": "test.streaming.guests-in",
    });
  });

  test.each([[undefined], [5], ["a b"], ["x".repeat(129)], ["é"]])(
    "has an id of its own where it came with %j",
    (id) => {
      expect(deadLetter({ ...guest, guest: 5, event_id: id }).eventId).toBe("made");
    },
  );

  test("of no known type names neither type nor topic", () => {
    const problems = [{ path: ["kind"], found: '"secret"', expected: "one of opened, purchase" }];
    const { headers } = invalidRecord(
      {
        original: Buffer.from("{}"),
        value: {},
        problems,
        code: "INVALID_EVENT",
        domain: "shop",
        event: undefined,
      },
      options,
    );
    expect(headers).toMatchObject({
      "dead-letter-reason": "expected a JSON object that says a known type of event",
      "dead-letter-origin": "/api/events/shop",
    });
    expect(headers).not.toHaveProperty("original-topic");
  });

  test("points to parts in the domain's own names", () => {
    const lines = [{ ...purchase.lines[0], count: 0, colour: "red" }];
    const value = {
      ...purchase,
      kind: "opened",
      lines,
      labels: { "ada@example.com": "x" },
      ts: 1_611_662_684,
    };
    expect(deadLetter(value, shopEvent("purchase")).headers?.["dead-letter-reason"]).toBe(
      "/ts: expected epoch milliseconds; " +
        "/lines/0/count: expected an int of at least 1; /lines/0: expected a record; " +
        "/labels/*: expected a long; /kind: expected purchase, or nothing",
    );
  });

  test("never says a value or a name that a caller chose", () => {
    const secret = "zq7";
    const keys = fc.oneof(fc.constantFrom(...Object.keys(purchase)), fc.constant(secret));
    const leaf = fc.oneof(fc.constant(secret), fc.constant(`${secret}@example.com`), fc.jsonValue());
    const value = fc.dictionary(keys, fc.oneof(leaf, fc.dictionary(keys, leaf), fc.array(leaf)));
    const codec = compileEvent(shopEvent("purchase"));
    fc.assert(
      fc.property(value, (payload) => {
        if (codec.parse(payload, nowMs).ok) return;
        const { headers } = deadLetter({ ...payload, event_id: undefined }, shopEvent("purchase"));
        expect(JSON.stringify(headers)).not.toContain(secret);
      }),
      { seed: 1, numRuns: 1_000 },
    );
  });

  test("names ten problems and counts the others", () => {
    const friends = Array.from({ length: 12 }, () => "nobody");
    const reason = deadLetter({ ...guest, friends }).headers?.["dead-letter-reason"];
    expect(reason).toContain("/friends/9: expected a string in the format email; and 2 more problems");
  });
});

test("headers of dead letters leave out what is not known", () => {
  const facts = { reason: "r".repeat(2_000), code: "C", origin: "spool", timeMs: 5, eventId: "e" };
  expect(deadLetterHeaders(facts)).toEqual({
    "dead-letter-reason": "r".repeat(1_000),
    "dead-letter-code": "C",
    "dead-letter-origin": "spool",
    "dead-letter-time": "5",
    "event-id": "e",
  });
});
