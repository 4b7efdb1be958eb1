import { expect, test } from "vitest";
import { Admission } from "../../../../apps/publisher/src/admission/admission.ts";
import { BodyMemory } from "../../../../apps/publisher/src/admission/body-memory.ts";
import { SlowBodies } from "../../../../apps/publisher/src/admission/slow-bodies.ts";

const limits = { maxInFlightBytes: 1_000, maxInFlightRequests: 1 };

/** A request whose body has been waited for since time 0. */
function waiting() {
  const admission = new Admission(limits);
  const slow = new SlowBodies();
  admission.enter(10);
  const memory = new BodyMemory(admission, 10);
  slow.add(memory, 0);
  return { admission, slow, memory };
}

test("a body that has not come for long gives way", () => {
  const { admission, slow } = waiting();
  expect(admission.enter(10, () => slow.giveWay(249))).toBe(false);
  expect(admission.enter(10, () => slow.giveWay(250))).toBe(true);
  expect(admission.facts).toMatchObject({ requests: 1, bytes: 20, refused: 1 });
});

test("a body that comes late goes on beside others", () => {
  const { admission, slow, memory } = waiting();
  admission.enter(10, () => slow.giveWay(250));
  slow.remove(memory);
  expect(admission.facts).toMatchObject({ requests: 2, bytes: 20 });
  memory.leave(1);
  expect(admission.facts).toMatchObject({ requests: 1, bytes: 10 });
});

test("a body that never comes leaves nothing behind", () => {
  const { admission, slow, memory } = waiting();
  slow.giveWay(250);
  slow.remove(memory);
  memory.leave(undefined);
  expect(admission.facts).toMatchObject({ requests: 0, bytes: 0 });
});
