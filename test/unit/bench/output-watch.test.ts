import { expect, it } from "vitest";
import { type OutputWatch, untilComplete } from "../../bench/output-watch.ts";

/** A topic of one partition whose end grows by the given steps, then stays. */
function growing(ends: number[]): OutputWatch["admin"] {
  let end = 0;
  return {
    topicOffsets: async () => {
      end = ends.shift() ?? end;
      return [{ partition: 0, first: 0, end }];
    },
  };
}

function watch(changed: Partial<OutputWatch>): OutputWatch {
  return {
    admin: growing([0, 1, 2]),
    topics: ["counts"],
    check: async () => [],
    timeoutMs: 5_000,
    failure: new Promise(() => undefined),
    quietMs: 5,
    pollMs: 1,
    ...changed,
  };
}

it("gives the time of the last change", async () => {
  const begin = performance.now();
  const doneAt = await untilComplete(watch({}));
  expect(doneAt).toBeGreaterThan(begin);
  expect(doneAt).toBeLessThan(performance.now());
});

it("asks again as long as results are wrong", async () => {
  const answers: string[][] = [["one is missing"], []];
  await untilComplete(watch({ check: async () => answers.shift() ?? [] }));
  expect(answers).toEqual([]);
});

it("fails with what is wrong in the end", async () => {
  const wrong = watch({ check: async () => ["found 1, expected 2"], timeoutMs: 50 });
  await expect(untilComplete(wrong)).rejects.toThrow(
    "the results are wrong or missing after 0.05 s:\n  found 1, expected 2",
  );
});

it("fails when no result comes at all", async () => {
  const silent = watch({ admin: growing([]), timeoutMs: 50 });
  await expect(untilComplete(silent)).rejects.toThrow("no result was committed");
});

it("fails at once with the contender", async () => {
  const failure = Promise.reject(new Error("the application ended"));
  await expect(untilComplete(watch({ failure }))).rejects.toThrow("the application ended");
});
