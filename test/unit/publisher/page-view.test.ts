import { compileEvent } from "@millrace/events";
import { describe, expect, test } from "vitest";
import { pageViewEvent } from "./page-view-event.ts";
import { nowMs, pageView } from "./running-app.ts";

const codec = compileEvent(pageViewEvent());

function problemsOf(change: Readonly<Record<string, unknown>>) {
  const result = codec.parse({ ...pageView, ...change }, nowMs);
  return result.ok ? [] : result.problems.map(({ path, expected }) => `${path.join("/")}: ${expected}`);
}

describe("the codec of page views", () => {
  test.each([
    [{ user_id: 0 }],
    [{ user_id: Number.MAX_SAFE_INTEGER }],
    [{ postcode: "EC1A 1BB/ß😀" }],
    [{ event_id: "x".repeat(128) }],
    [{ timestamp: 946_684_800 }],
    [{ timestamp: nowMs / 1000 + 3600 }],
  ])("takes %j", (change) => {
    expect(problemsOf(change)).toEqual([]);
  });

  test.each([
    [{ event_id: "" }, "event_id: at least 1 characters"],
    [{ event_id: "x".repeat(129) }, "event_id: at most 128 characters"],
    [{ user_id: 2 ** 53 }, "user_id: a whole number from 0 to 9007199254740991"],
    [{ user_id: "1234" }, "user_id: a whole number from 0 to 9007199254740991"],
    [{ postcode: "x".repeat(25) }, "postcode: at most 24 characters"],
    [{ postcode: "a\0b" }, "postcode: well-formed Unicode text without the NUL character"],
    [{ webpage: "half \ud83d" }, "webpage: well-formed Unicode text without the NUL character"],
    [{ timestamp: 1_611_662_684.5 }, "timestamp: whole seconds since 1970, as a number"],
    [
      { timestamp: 1_611_662_684_123 },
      "timestamp: seconds since 1970; this looks like milliseconds, divide it by 1000 (1611662684)",
    ],
    [
      { timestamp: -1 },
      "timestamp: seconds since 1970 between the years 2000 (946684800) and 2100 (4102444800)",
    ],
    [{ timestamp: nowMs / 1000 + 3601 }, "timestamp: a time at most 3600 seconds ahead of now (1611662700)"],
  ])("refuses %j", (change, problem) => {
    expect(problemsOf(change)).toEqual([problem]);
  });
});

test("the topic carries the stage", () => {
  expect(pageViewEvent("dev").topic).toBe("dev.streaming.page-view");
});
