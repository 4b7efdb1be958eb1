import type { SyncPolicy } from "@millrace/segment-log";
import fc from "fast-check";
import { test } from "vitest";
import { LogRun, type LogStep } from "../../helpers/log-run.ts";

const lengths = fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 4 });
const step: fc.Arbitrary<LogStep> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("append" as const),
      lengths: fc.array(lengths, { maxLength: 4 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("trim" as const),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reopen" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("fail" as const),
      operation: fc.constantFrom("write" as const, "sync" as const, "create" as const, "truncate" as const),
      after: fc.integer({ min: 0, max: 120 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("power" as const),
      operations: fc.integer({ min: 0, max: 8 }),
      lengths,
      seed: fc.integer(),
    }),
  },
);

test("whatever happens, what was acknowledged is there in order", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const run = await LogRun.begin("each-append");
      for (const each of steps) await run.take(each);
      await run.expectToHold();
    }),
    { numRuns: 200 },
  );
});

test("without syncs nothing is lost while the power is on", { timeout: 60_000 }, async () => {
  const steps = fc.array(
    step.filter((each) => each.do !== "power"),
    { maxLength: 25 },
  );
  await fc.assert(
    fc.asyncProperty(steps, fc.constantFrom<SyncPolicy>("interval", "none"), async (steps, sync) => {
      const run = await LogRun.begin(sync);
      for (const each of steps) await run.take(each);
      await run.expectToHold();
    }),
    { numRuns: 100 },
  );
});
