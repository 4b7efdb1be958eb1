import { describe, expect, inject, test } from "vitest";
import { seededRandom } from "../bench/seeded-random.ts";
import type { ShopEvent } from "../helpers/ecommerce-oracle.ts";
import { EcommerceRun } from "../helpers/ecommerce-run.ts";
import { Shoppers } from "../helpers/shoppers.ts";

const seed = 20_260_115;

describe("the shop", () => {
  test("counts, ranks and follows sessions exactly as they were posted", async () => {
    const run = await EcommerceRun.begin(inject("stack"));
    const random = seededRandom(seed);
    const shoppers = new Shoppers({ random, id: run.id });
    /** Events of the minutes from `first` on, out of order by less than the watermark's delay and grace. */
    const shopping = (first: number, minutes: number, count: number): ShopEvent[] =>
      Array.from({ length: count }, () => shoppers.event(run.at(first, Math.floor(random() * minutes * 60))));

    for (const first of [0, 4, 8, 12]) {
      const events = shopping(first, 4, 40);
      const again = events.filter(() => random() < 0.1);
      await run.post([...events, ...again]);
      await run.advance(first + 4);
    }
    await run.expectResults();

    await run.advance(40);
    const withinTheGrace = shopping(36, 4, 10);
    const beyondSomeWindows = shopping(26, 8, 10);
    const beyondTheGrace = shopping(0, 4, 5);
    await run.post([...withinTheGrace, ...beyondSomeWindows, ...beyondTheGrace, ...withinTheGrace]);
    await run.advance(41);
    await run.expectResults();

    await run.advance(120);
    await run.expectResults();
    expect(run.oracle.sessionFunnel().length).toBeGreaterThan(3);
    await run.expectArchive();
  });
});
