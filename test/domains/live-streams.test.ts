import { describe, expect, inject, test } from "vitest";
import { seededRandom } from "../bench/seeded-random.ts";
import type { StreamEvent } from "../helpers/live-streams-oracle.ts";
import { LiveStreamsRun } from "../helpers/live-streams-run.ts";
import { Viewers } from "../helpers/viewers.ts";

const seed = 20_260_115;

describe("the live streams", () => {
  test("count viewers, chats and donations exactly as they were posted", async () => {
    const run = await LiveStreamsRun.begin(inject("stack"));
    const random = seededRandom(seed);
    const viewers = new Viewers({ random, id: run.id });
    /** Events of the minutes from `first` on, in any order. */
    const watching = (first: number, minutes: number, count: number): StreamEvent[] =>
      Array.from({ length: count }, () => viewers.event(run.at(first, Math.floor(random() * minutes * 60))));

    for (const minute of [0, 1, 2, 3]) {
      const events = watching(minute, 1, 25);
      const again = events.filter(() => random() < 0.1);
      await run.post([...events, ...again]);
      await run.advance(minute + 1);
    }
    await run.expectResults();

    await run.advance(20);
    const withinTheGrace = watching(16, 4, 12);
    const beyondTheGrace = watching(2, 6, 12);
    await run.post([...withinTheGrace, ...beyondTheGrace, ...withinTheGrace]);
    await run.expectResults();
    expect(new Set(run.oracle.late().map(({ is_counted }) => is_counted))).toEqual(new Set([true, false]));

    await run.advance(40);
    await run.expectResults();
    await run.expectServed();
    await run.expectArchive();
  });
});
