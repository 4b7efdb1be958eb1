import { describe, expect, test } from "vitest";
import { ClientRates, rateLimitHeader } from "../../../../apps/publisher/src/admission/client-rates.ts";

function ratesAt(nowMs: () => number, maxClients = 10) {
  return new ClientRates({ eventsPerSecond: 10, burstEvents: 20, maxClients }, nowMs);
}

describe("events of a client", () => {
  test("may come at once up to the burst, then at the rate", () => {
    let now = 0;
    const rates = ratesAt(() => now);
    rates.spend("a", 20);
    expect(rates.ask("a")).toEqual({ isLeft: false, remaining: 0, resetSeconds: 1 });
    now = 500;
    expect(rates.ask("a")).toMatchObject({ isLeft: true, remaining: 5 });
    expect(rates.limited).toBe(1);
  });

  test("of a batch are taken all, and made up for", () => {
    let now = 0;
    const rates = ratesAt(() => now);
    expect(rates.ask("a").isLeft).toBe(true);
    expect(rates.spend("a", 120)).toEqual({ isLeft: false, remaining: 0, resetSeconds: 11 });
    now = 9_000;
    expect(rates.ask("a").isLeft).toBe(false);
    now = 10_200;
    expect(rates.ask("a").isLeft).toBe(true);
  });

  test("do not count for others", () => {
    const rates = ratesAt(() => 0);
    rates.spend("a", 100);
    expect(rates.ask("b")).toEqual({ isLeft: true, remaining: 20, resetSeconds: 0 });
  });

  test("are remembered of so many clients only", () => {
    const rates = ratesAt(() => 0, 2);
    for (const client of ["a", "b", "c"]) rates.spend(client, 20);
    expect([rates.ask("b").isLeft, rates.ask("a").isLeft]).toEqual([false, true]);
  });

  test("are told in headers as the draft has them", () => {
    const rates = ratesAt(() => 0);
    expect([rates.policy, rateLimitHeader(rates.spend("a", 3))]).toEqual([
      '"events";q=20;w=2',
      '"events";r=17;t=1',
    ]);
  });
});
