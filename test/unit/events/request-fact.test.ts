import type { EventPlan } from "@millrace/domain";
import { compileEvent, type RequestFacts } from "@millrace/events";
import { describe, expect, test } from "vitest";
import { guest, guestIn, maskingKey } from "./club-domain.ts";
import { nowMs } from "./event-plan.ts";

const codec = compileEvent(guestIn, { maskingKey });
const facts: RequestFacts = {
  receivedAtMs: nowMs - 5,
  correlationId: "c-1",
  ip: "192.0.2.77",
  userAgent: "curl/8",
  language: "en-GB",
};

function valueOf(change: object, request?: Partial<RequestFacts>, newId?: () => string) {
  const context = {
    ...(request === undefined ? {} : { request: { receivedAtMs: nowMs, correlationId: "c-2", ...request } }),
    ...(newId === undefined ? {} : { newId }),
  };
  const parsed = codec.parse({ ...guest, ...change }, nowMs, context);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.event;
}

describe("an event that says nothing of its request", () => {
  test("takes what its domain asks for", () => {
    expect(valueOf({}, facts)).toMatchObject({
      timestampMs: nowMs - 5,
      value: {
        came_at: nowMs - 5,
        ip: "192.0.2.0",
        user_agent: "curl/8",
        language: "en-GB",
        request_id: "c-1",
      },
    });
  });

  test("has no more than the request tells", () => {
    expect(valueOf({}, {}).value).toMatchObject({ ip: null, user_agent: "unknown", language: null });
  });

  test("has the caller's time and a new id where there is no request", () => {
    expect(valueOf({}, undefined, () => "made").value).toMatchObject({
      event_id: "made",
      came_at: nowMs,
      request_id: "made",
      ip: null,
    });
  });

  test("takes the same as all others of its request", () => {
    const first = codec.parse(guest, nowMs, { request: facts });
    const second = codec.parse(guest, nowMs, { request: facts });
    const other = codec.parse(guest, nowMs, { request: { ...facts, userAgent: "wget" } });
    expect([first, second, other].map((each) => each.ok && each.event.value["user_agent"])).toEqual([
      "curl/8",
      "curl/8",
      "wget",
    ]);
  });
});

describe("what a request tells", () => {
  test("gives way to what the event says", () => {
    const said = { ip: "198.51.100.9", user_agent: "mine", language: "fr", request_id: "r" };
    expect(valueOf(said, facts).value).toMatchObject({ ...said, ip: "198.51.100.0" });
  });

  test("gives way to null, which says that there is none", () => {
    expect(valueOf({ ip: null, language: null }, facts).value).toMatchObject({ ip: null, language: null });
  });

  test("is cut to the attribute's length", () => {
    const userAgent = `${"😀".repeat(511)}end`;
    expect(valueOf({}, { userAgent }).value["user_agent"]).toBe(`${"😀".repeat(511)}e`);
  });

  test("is left out where it does not fit otherwise", () => {
    expect(valueOf({}, { ip: "unix" }).value["ip"]).toBeNull();
    expect(valueOf({}, { language: "\uD800" }).value["language"]).toBeNull();
  });

  test("is demanded of the caller where it has to be there", () => {
    const columns = guestIn.columns.map((column) =>
      column.name === "request_id" ? { ...column, type: { kind: "string", pattern: "^r-" } } : column,
    ) as EventPlan["columns"];
    const parsed = compileEvent({ ...guestIn, columns }, { maskingKey }).parse(guest, nowMs, {
      request: facts,
    });
    expect(parsed).toMatchObject({
      ok: false,
      problems: [{ path: ["request_id"], found: "nothing", expected: "a string" }],
    });
  });

  test.each([
    ["::ffff:192.0.2.77", "192.0.2.0"],
    ["fe80::1%eth0", "fe80::"],
  ])("of the address %s is kept as %s", (ip, kept) => {
    expect(valueOf({}, { ip }).value["ip"]).toBe(kept);
  });
});
