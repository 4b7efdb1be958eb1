import { describe, expect, inject, test } from "vitest";
import type { Change } from "@millrace/engines";
import { StatementStage } from "../helpers/statement-stage.ts";

const counts = "page_view_counts.sql";
const output = "page-view.output.provisional";
const countByWebpage =
  "INSERT INTO a_webpages (webpage, views) SELECT webpage, COUNT(*) + 9007199254740993 FROM page_views GROUP BY webpage";

/** A stage whose statement runs and has counted three views. */
async function countingStage(): Promise<StatementStage> {
  const stage = new StatementStage(inject("stack"));
  await stage.apply();
  await stage.publish(3);
  await stage.expectResult({ page_view_count: 3 });
  return stage;
}

/** The parts of the statement with what became of them, those that are kept left out. */
function fates({ state }: Change): readonly string[] {
  return (state ?? [])
    .filter(({ fate, detail }) => fate !== "kept" || detail !== "")
    .map(({ what, fate, detail }) => `${what}: ${fate}${detail === "" ? "" : ` (${detail})`}`);
}

describe("applying a statement", () => {
  test("starts it once and then leaves it alone", async () => {
    const stage = new StatementStage(inject("stack"));
    expect(await stage.apply()).toMatchObject({ action: "created" });
    const { jobId } = stage;
    expect(await stage.apply()).toMatchObject({ action: "unchanged" });
    expect(stage.jobId).toBe(jobId);
  });

  test("keeps every count when a constant column changes", async () => {
    const stage = await countingStage();
    stage.edit(counts, "'PT1M'", "'PT60S'");
    const change = await stage.apply();
    expect(change.action).toBe("updated");
    expect(fates(change)).toEqual([]);
    await stage.publish(2);
    await stage.expectResult({ page_view_count: 5, aggregate_interval: "PT60S" });
  });

  test("shows where a statement is wrong in its file", async () => {
    const stage = await countingStage();
    const { jobId } = stage;
    stage.edit(counts, "COUNT(*)", "COUNTS(*)");
    await expect(stage.apply()).rejects.toThrow(/sql\/page-views\/page_view_counts\.sql:\d+:\d+/);
    await stage.publish(1);
    await stage.expectResult({ page_view_count: 4 });
    expect(stage.jobId).toBe(jobId);
  });
});

describe("adding a column to an aggregate", () => {
  const addColumn = (stage: StatementStage) => {
    stage.edit(
      "domain.yaml",
      "      page_view_count: { type: long }\n",
      "      page_view_count: { type: long }\n      newest_view_at: { type: timestamp, optional: true }\n",
    );
    stage.edit(
      counts,
      "page_view_count, aggregate_interval",
      "page_view_count, newest_view_at, aggregate_interval",
    );
    stage.edit(
      counts,
      "COUNT(*) AS page_view_count,",
      "COUNT(*) AS page_view_count,\n  MAX(viewed_at) AS newest_view_at,",
    );
    stage.edit(
      "page_view_counts_final.sql",
      "page_view_count, aggregate_interval",
      "page_view_count, newest_view_at, aggregate_interval",
    );
    stage.edit(
      "page_view_counts_final.sql",
      "COUNT(*) AS page_view_count,",
      "COUNT(*) AS page_view_count,\n  CAST(NULL AS TIMESTAMP(3)) AS newest_view_at,",
    );
  };

  test("changes nothing as long as the loss is not accepted", async () => {
    const stage = await countingStage();
    const { jobId } = stage;
    addColumn(stage);
    const change = await stage.apply();
    expect(change.action).toBe("kept");
    expect(fates(change)).toEqual([
      "page_view_counts: COUNT(*) by window_start of tumbling 1 min, postcode: lost " +
        "(aggregates changed from COUNT(*) to COUNT(*), MAX(viewed_at))",
      "page_view_counts: COUNT(*), MAX(viewed_at) by window_start of tumbling 1 min, postcode: empty " +
        "(sees only what comes from now on: results that are open now are made from a part of their rows)",
    ]);
    expect(stage.jobId).toBe(jobId);
    await stage.publish(2);
    await stage.expectResult({ page_view_count: 5 });
  });

  test("counts what comes after it when the loss is accepted", async () => {
    const stage = await countingStage();
    addColumn(stage);
    expect(await stage.apply("lose")).toMatchObject({ action: "updated" });
    await stage.publish(2);
    await stage.expectResult({ page_view_count: 2, newest_view_at: stage.windowStart + 1000 });
    // The final count did not change and has kept its three.
    await stage.publish(1, { seconds: 32 * 60 });
    await stage.expectResult({ page_view_count: 5 }, "page-view.output");
  });

  test("counts everything again when it is replayed", async () => {
    const stage = await countingStage();
    addColumn(stage);
    expect(await stage.apply("replay")).toMatchObject({ action: "updated" });
    await stage.publish(2);
    await stage.expectResult({ page_view_count: 5, newest_view_at: stage.windowStart + 1000 });
  });
});

describe("other edits", () => {
  test("lose the count when the window's size changes", async () => {
    const stage = await countingStage();
    stage.edit(counts, "SIZE => INTERVAL '1' MINUTE", "SIZE => INTERVAL '2' MINUTE");
    expect(fates(await stage.apply())).toEqual([
      "page_view_counts: COUNT(*) by window_start of tumbling 1 min, postcode: lost " +
        "(keys changed from window_start of tumbling 1 min, postcode to window_start of tumbling 2 min, postcode)",
      "page_view_counts: COUNT(*) by window_start of tumbling 2 min, postcode: empty " +
        "(sees only what comes from now on: results that are open now are made from a part of their rows)",
    ]);
    await stage.apply("lose");
    await stage.publish(2);
    await stage.expectResult({ page_view_count: 2 });
  });

  test("keep the count when a filter changes", async () => {
    const stage = await countingStage();
    stage.edit(counts, "WHERE COALESCE", "WHERE user_id > 0 AND COALESCE");
    expect(fates(await stage.apply())).toEqual([
      "page_view_counts: COUNT(*) by window_start of tumbling 1 min, postcode: kept " +
        "(rows are selected otherwise from now on: what is open now mixes both selections)",
    ]);
    await stage.publish(2);
    await stage.expectResult({ page_view_count: 5 });
  });

  test("begin anew on another source topic when it is accepted", async () => {
    const stage = await countingStage();
    stage.edit("domain.yaml", "topic: page-view\n", "topic: page-look\n");
    const [first] = fates(await stage.apply());
    expect(first).toBe(
      `page_views_received: offsets of ${stage.stage}.streaming.page-view: lost ` +
        `(topic changed from ${stage.stage}.streaming.page-view to ${stage.stage}.streaming.page-look)`,
    );
    await stage.publish(4, { topic: "page-look" });
    await stage.apply("lose");
    await stage.expectResult({ page_view_count: 4 });
    await stage.publish(1);
    await stage.publish(1, { topic: "page-look" });
    await stage.expectResult({ page_view_count: 5 });
  });

  test("keep the count when a result gets another topic", async () => {
    const stage = await countingStage();
    stage.edit("domain.yaml", `topic: ${output}\n`, "topic: page-view.counts\n");
    expect(fates(await stage.apply())).toEqual([
      `page_view_counts: transactions: moved (writes to ${stage.stage}.streaming.page-view.counts; ` +
        `what ${stage.stage}.streaming.${output} holds stays there)`,
    ]);
    await stage.publish(2);
    await stage.expectResult({ page_view_count: 5 }, "page-view.counts");
    expect((await stage.rows(output)).at(-1)).toMatchObject({ page_view_count: 3 });
  });

  test("do nothing when a file gets another name", async () => {
    const stage = await countingStage();
    const { jobId } = stage;
    stage.rename(counts, "zz_counts.sql");
    expect(await stage.apply()).toMatchObject({ action: "unchanged" });
    expect(stage.jobId).toBe(jobId);
  });

  test("keep the count when a result gets another name", async () => {
    const stage = await countingStage();
    stage.edit("domain.yaml", "  page_view_counts:\n", "  views_by_minute:\n");
    stage.edit("domain.yaml", `topic: ${output}\n`, "topic: views-by-minute\n");
    stage.edit(counts, "INSERT INTO page_view_counts ", "INSERT INTO views_by_minute ");
    expect(fates(await stage.apply())).toEqual([
      `page_view_counts: transactions: moved (${stage.stage}.streaming.${output} is written to no more and keeps what it holds)`,
    ]);
    await stage.publish(2);
    await stage.expectResult({ page_view_count: 5 }, "views-by-minute");
  });

  test("keep the count when another file is added and removed", async () => {
    const stage = await countingStage();
    const result =
      "  a_webpages:\n    topic: webpages\n    mode: upsert\n    key: [webpage]\n" +
      "    columns: { webpage: { type: string }, views: { type: long } }\n";
    stage.edit("domain.yaml", "results:\n", `results:\n${result}`);
    stage.add("a_webpages.sql", countByWebpage);
    expect(fates(await stage.apply())).toEqual([
      "a_webpages: COUNT(*) by webpage: empty " +
        "(sees only what comes from now on: results that are open now are made from a part of their rows)",
    ]);
    await stage.publish(2);
    await stage.expectResult({ page_view_count: 5 });
    const newest = async () => (await stage.rows("webpages")).at(-1);
    await expect
      .poll(newest, { timeout: 60_000 })
      .toMatchObject({ webpage: "a", views: 9_007_199_254_740_995n });
    stage.edit("domain.yaml", result, "");
    stage.remove("a_webpages.sql");
    expect(fates(await stage.apply())).toContain(
      "a_webpages: COUNT(*) by webpage: lost (no longer computed)",
    );
    expect(await stage.apply("lose")).toMatchObject({ action: "updated" });
    await stage.publish(1);
    await stage.expectResult({ page_view_count: 6 });
  });

  test.each([["2 hours"], ["0 seconds"]])("keep the count when the state is kept %s", async (ttl) => {
    const stage = await countingStage();
    stage.edit(counts, "@state_ttl 1 hour", `@state_ttl ${ttl}`);
    const change = await stage.apply();
    expect(change.action).toBe("updated");
    expect(fates(change)[0]).toMatch(/kept \(unused state is kept .*, was 1 h\)/);
    await stage.publish(2);
    await stage.expectResult({ page_view_count: 5 });
  });

  test("keep the count at another parallelism", async () => {
    const stage = await countingStage();
    stage.edit(counts, "-- @state_ttl", "-- @parallelism 2\n-- @state_ttl");
    expect(await stage.apply()).toMatchObject({ action: "updated" });
    await stage.publish(2);
    await stage.expectResult({ page_view_count: 5 });
  });
});
