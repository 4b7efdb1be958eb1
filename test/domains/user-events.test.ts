import { describe, expect, inject, test } from "vitest";
import { seededRandom } from "../bench/seeded-random.ts";
import { SiteUsers } from "../helpers/site-users.ts";
import type { UserEvent } from "../helpers/user-event.ts";
import { UserEventsRun } from "../helpers/user-events-run.ts";

const seed = 20_260_115;

describe("the user events", () => {
  test("are checked, enriched, counted and profiled exactly as they were posted", async () => {
    const run = await UserEventsRun.begin(inject("stack"));
    const random = seededRandom(seed);
    const users = new SiteUsers({ random, id: run.id });
    /** Events of the minutes from `first` on, in any order. */
    const using = (first: number, minutes: number, count: number): UserEvent[] =>
      Array.from({ length: count }, () => users.event(run.at(first, Math.floor(random() * minutes * 60))));

    for (const minute of [0, 1, 2]) {
      const events = using(minute, 1, 30);
      const again = events.filter(() => random() < 0.1);
      await run.post([...events, ...again]);
      await run.advance(minute + 1);
    }
    await run.expectResults();
    expect(run.oracle.deadLetters().length).toBeGreaterThan(3);

    await run.advance(20);
    const withinTheGrace = using(16, 4, 10);
    const beyondTheGrace = using(2, 6, 10);
    await run.post([...withinTheGrace, ...beyondTheGrace, ...withinTheGrace]);
    await run.expectResults();
    expect(new Set(run.oracle.late().map(({ is_counted }) => is_counted))).toEqual(new Set([true, false]));

    await run.advance(90);
    await run.expectResults();
    await run.expectArchive();
  });
});
