import { describe, expect, inject, test } from "vitest";
import { PageViewRun } from "../helpers/page-view-run.ts";

describe("the page-view pipeline", () => {
  test("counts, corrects, closes and archives exactly what was posted", async () => {
    const run = await PageViewRun.begin(inject("stack"));
    const { left, right, slash, unicode, symbols } = run.postcodes;
    for (const minute of [0, 1, 2]) {
      const inOrder = [left, right, slash, unicode, symbols].flatMap((postcode) =>
        [0, 10, 59].map((second) => run.view(postcode, run.at(minute, second))),
      );
      await run.post(inOrder);
    }
    const twice = run.view(right, run.at(3, 7));
    const outOfOrder = [
      run.view(left, run.at(3, 30)),
      run.view(left, run.at(3, 5)),
      run.view(slash, run.at(3)),
    ];
    await run.post([...outOfOrder, twice]);
    await run.expectKnown([twice]);
    await run.postElsewhere([twice]);

    await run.advance(run.at(20, 30));
    const withinTheGrace = [
      run.view(left, run.at(0, 30)),
      run.view(unicode, run.at(3)),
      run.view(symbols, run.at(19)),
    ];
    await run.post(withinTheGrace);
    await run.expectCounts();
    await run.expectLateRows();

    await run.advance(run.at(45, 30), { onlyLeft: true });
    const beyondTheGrace = [
      run.view(left, run.at(1)),
      run.view(right, run.at(2, 5)),
      run.view(slash, run.at(14, 59)),
    ];
    await run.post([...beyondTheGrace, run.view(right, run.at(15))]);

    await run.expectCounts();
    await run.expectLateRows();
    await run.expectIntake();
    await run.expectPostgres();
    await run.expectArchive();
  });

  test("keys results by postcode and dates them by their window", async () => {
    const run = await PageViewRun.begin(inject("stack"));
    const { slash } = run.postcodes;
    await run.post([run.view(slash, run.at(0, 1)), run.view(slash, run.at(0, 2))]);
    await run.advance(run.at(40));
    await expect.poll(() => run.results.finalCounts(), { timeout: 60_000 }).toHaveLength(1);
    const [record] = await run.results.final();
    expect(record).toMatchObject({
      key: slash,
      timestampMs: run.at(0) * 1000,
      value: { page_view_count: 2, aggregate_interval: "PT1M", is_final: true },
    });
  });
});
