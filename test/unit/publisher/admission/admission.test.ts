import { describe, expect, test } from "vitest";
import { Admission } from "../../../../apps/publisher/src/admission/admission.ts";
import { LoadLimit } from "../../../../apps/publisher/src/admission/load-limit.ts";

const limits = { maxInFlightBytes: 1_000, maxInFlightRequests: 3 };

describe("admission", () => {
  test("lets in as many requests as may be", () => {
    const admission = new Admission(limits);
    expect([1, 2, 3, 4].map(() => admission.enter(10))).toEqual([true, true, true, false]);
    admission.leave(10, 0, 1);
    expect(admission.enter(10)).toBe(true);
    expect(admission.facts).toEqual({ requests: 3, bytes: 30, requestLimit: 3, refused: 1 });
  });

  test("lets in as many bytes as may be", () => {
    const admission = new Admission(limits);
    expect([600, 600, 400].map((bytes) => admission.enter(bytes))).toEqual([true, false, true]);
  });

  test("lets a body grow while there is room", () => {
    const admission = new Admission(limits);
    admission.enter(600);
    expect([admission.grow(300), admission.grow(300)]).toEqual([true, false]);
    admission.leave(600, 300);
    expect(admission.facts.bytes).toBe(0);
  });

  test("lets a body larger than all there is in alone", () => {
    const admission = new Admission(limits);
    expect([5_000, 1].map((bytes) => admission.enter(bytes))).toEqual([true, false]);
    admission.leave(5_000);
    expect(admission.facts.bytes).toBe(0);
  });
});

/** A limit with a clock and a load of its own; every request of it takes so long, and fills it. */
function runningLimit({ busyShare, tookMs }: { readonly busyShare: number; readonly tookMs: number }) {
  let now = 0;
  const limit = new LoadLimit({
    most: 1_000,
    least: 50,
    windowMs: 10,
    patienceMs: 8,
    clock: () => now,
    busyShare: () => busyShare,
  });
  return {
    limit,
    run(windows: number) {
      for (let count = 0; count < windows; count += 1) {
        const entered: number[] = [];
        while (limit.enter(10)) entered.push(10);
        now += 10;
        for (const cost of entered) limit.leave(cost, tookMs);
      }
      return limit.limit;
    },
  };
}

describe("the limit of what is under way", () => {
  test("falls while the process is busy and requests take long", () => {
    const running = runningLimit({ busyShare: 1, tookMs: 40 });
    const limits = [1, 1, 20].map((windows) => running.run(windows));
    expect(limits[0]).toBeLessThan(1_000);
    expect(limits[1]).toBeLessThan(limits[0] ?? 0);
    expect(limits[2]).toBe(50);
  });

  test("stays while requests are answered soon", () => {
    expect(runningLimit({ busyShare: 1, tookMs: 7 }).run(20)).toBe(1_000);
  });

  test("does not fall while the process waits for Kafka", () => {
    expect(runningLimit({ busyShare: 0.2, tookMs: 3_000 }).run(20)).toBe(1_000);
  });

  test("grows again when it was reached and there is time", () => {
    let tookMs = 40;
    const limit = new LoadLimit({
      most: 1_000,
      least: 50,
      windowMs: 0,
      clock: () => 0,
      busyShare: () => 1,
    });
    const fill = () => {
      let count = 0;
      while (limit.enter(10)) count += 1;
      for (; count > 0; count -= 1) limit.leave(10, tookMs);
    };
    for (let count = 0; count < 5; count += 1) fill();
    const low = limit.limit;
    tookMs = 1;
    for (let count = 0; count < 5; count += 1) fill();
    expect(limit.limit).toBeGreaterThan(low);
  });

  test("lets a few in whatever they cost", () => {
    const limit = new LoadLimit({ most: 10, leastRequests: 2 });
    expect([limit.enter(50), limit.enter(50), limit.enter(1)]).toEqual([true, true, false]);
    limit.leave(50, undefined);
    expect(limit.enter(1)).toBe(true);
  });
});
