import { expect, test } from "vitest";
import { Pace } from "../../../packages/kafka/src/pace.ts";

/** A pace of 2 ms whose clock is set by hand. */
function paceAt(clock: { nowMs: number }) {
  return new Pace(2, () => clock.nowMs);
}

test("lets a caller who is alone send at once", () => {
  const pace = paceAt({ nowMs: 10 });
  expect(pace.pauseMs()).toBe(0);
  pace.sent(1);
  expect(pace.pauseMs()).toBe(0);
});

test("keeps sends that callers share apart", () => {
  const clock = { nowMs: 10 };
  const pace = paceAt(clock);
  pace.sent(2);
  clock.nowMs = 10.75;
  expect(pace.pauseMs()).toBe(1.25);
  clock.nowMs = 12;
  expect(pace.pauseMs()).toBe(0);
});

test("waits for no rest that is shorter than a timer", () => {
  const clock = { nowMs: 10 };
  const pace = paceAt(clock);
  pace.sent(3);
  clock.nowMs = 11.6;
  expect(pace.pauseMs()).toBe(0);
});

test("waits for nobody again when a caller was alone", () => {
  const pace = paceAt({ nowMs: 10 });
  pace.sent(5);
  pace.sent(1);
  expect(pace.pauseMs()).toBe(0);
});
