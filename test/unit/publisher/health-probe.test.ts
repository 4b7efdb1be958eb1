import { describe, expect, test } from "vitest";
import { Health, UnhealthyError } from "@millrace/http";
import { Probe } from "../../../packages/http/src/health/probe.ts";
import { takesEvents, takingEvents } from "../../../apps/publisher/src/health/takes-events.ts";

const up = { status: "UP", durationMs: 0 } as const;
const down = { status: "DOWN", durationMs: 0, detail: "connect ECONNREFUSED" } as const;

describe("a probe", () => {
  test("is run once for many askers", async () => {
    let runs = 0;
    const probe = new Probe(async () => ({ run: (runs += 1) }), { timeoutMs: 50, reuseMs: 60_000 });
    await Promise.all([probe.result(), probe.result()]);
    expect((await probe.result()).facts).toEqual({ run: 1 });
  });

  test("checks anew when its result is old", async () => {
    let runs = 0;
    const probe = new Probe(async () => ({ run: (runs += 1) }), { timeoutMs: 50, reuseMs: -1 });
    await probe.result();
    expect((await probe.result()).facts).toEqual({ run: 2 });
  });

  test("is not started again while it hangs", async () => {
    let runs = 0;
    const hang = () => {
      runs += 1;
      return new Promise<void>(() => {});
    };
    const probe = new Probe(hang, { timeoutMs: 5, reuseMs: -1 });
    expect(await probe.result()).toMatchObject({ status: "DOWN", detail: "no answer within 5 ms" });
    expect((await probe.result()).detail).toMatch(/^no answer for \d+ ms$/);
    expect(runs).toBe(1);
  });

  test("tells its check when nobody waits any more", async () => {
    let reason: unknown;
    const check = (signal: AbortSignal) =>
      new Promise<void>((_, reject) =>
        signal.addEventListener("abort", () => reject((reason = signal.reason))),
      );
    await new Probe(check, { timeoutMs: 5, reuseMs: -1 }).result();
    expect(reason).toBeInstanceOf(UnhealthyError);
  });

  test("shows the facts of what does not work", async () => {
    const check = () => Promise.reject(new UnhealthyError("the spool is full", { events: 7 }));
    const result = await new Probe(check, { timeoutMs: 50, reuseMs: 0 }).result();
    expect(result).toMatchObject({ status: "DOWN", detail: "the spool is full", facts: { events: 7 } });
  });

  test("survives a check that throws at once", async () => {
    const health = new Health({
      ...takingEvents,
      checks: {
        kafka: () => {
          throw new Error("no such thing");
        },
      },
    });
    expect(await health.check()).toMatchObject({
      status: "DOWN",
      checks: { kafka: { detail: "no such thing" } },
    });
  });
});

describe("events are taken", () => {
  test.each([
    ["by Kafka without a spool", { kafka: up }, true],
    ["by nobody without Kafka and a spool", { kafka: down }, false],
    ["by the spool while Kafka is away", { kafka: down, spool: up }, true],
    ["by nobody while Kafka is away and the spool full", { kafka: down, spool: down }, false],
    [
      "by Kafka beside a broken spool that is empty",
      { kafka: up, spool: { ...down, facts: { events: 0 } } },
      true,
    ],
    ["by nobody while a full spool drains", { kafka: up, spool: { ...down, facts: { events: 9 } } }, false],
    ["whatever the registry does", { kafka: up, registry: down }, true],
  ])("%s", (_, checks, expected) => {
    expect(takesEvents(checks)).toBe(expected);
  });
});
