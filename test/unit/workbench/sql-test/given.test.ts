import { describe, expect, test } from "vitest";
import { example, load } from "./page-view-tests.ts";

function stepsOf(body: string) {
  return example(body).scripts["page_views"] ?? [];
}

function times(body: string): unknown[] {
  return stepsOf(body).map((step) =>
    step.kind === "row" ? step.row["viewed_at"] : new Date(step.atMs).toISOString(),
  );
}

describe("given events", () => {
  test("take identifiers in order and examples for the rest", () => {
    const steps = stepsOf(
      `given: { page_views: [{ at: "14:44:05" }, { timestamp: 1611672246, postcode: E14 }] }`,
    );
    const common = { user_id: 1234, webpage: "www.website.com/index.html" };
    expect(steps).toEqual([
      {
        kind: "row",
        row: { ...common, event_id: "e1", postcode: "SW19", viewed_at: "2021-01-26T14:44:05.000" },
      },
      {
        kind: "row",
        row: { ...common, event_id: "e2", postcode: "E14", viewed_at: "2021-01-26T14:44:06.000" },
      },
    ]);
  });

  test("come several times as the very same event", () => {
    const steps = stepsOf(`given: { page_views: [{ at: "14:44:05", times: 3 }] }`);
    expect(steps.map((step) => step.kind === "row" && step.row["event_id"])).toEqual(["e1", "e1", "e1"]);
  });

  test("come after event time has passed them", () => {
    expect(times(`given: { page_views: [{ at: "14:44:05", late_by: 5 minutes }] }`)).toEqual([
      "2021-01-26T14:19:05.000Z",
      "2021-01-26T14:44:05.000",
    ]);
  });

  test("stand beside steps of the watermark and of event time", () => {
    expect(times(`given: { page_views: [watermark: "15:00", event_time: "15:00"] }`)).toEqual([
      "2021-01-26T15:00:00.000Z",
      "2021-01-26T14:30:00.000Z",
    ]);
  });

  test("are sorted between two steps of event time", () => {
    const events = `{ at: "14:44:02" }, { at: "14:44:01" }, watermark: "14:00", { at: "14:44:00" }`;
    expect(times(`order: event_time\ngiven: { page_views: [${events}] }`)).toEqual([
      "2021-01-26T14:44:01.000",
      "2021-01-26T14:44:02.000",
      "2021-01-26T14:00:00.000Z",
      "2021-01-26T14:44:00.000",
    ]);
  });

  test("are shuffled alike for the same seed", () => {
    const events = Array.from(
      { length: 20 },
      (_, second) => `{ at: "14:44:${String(second).padStart(2, "0")}" }`,
    );
    const body = (seed: number) =>
      `order: { shuffle: ${seed} }\ngiven: { page_views: [${events.join(", ")}] }`;
    expect(times(body(7))).toEqual(times(body(7)));
    expect(times(body(7))).not.toEqual(times(body(8)));
    expect(load(body(7), 8).test).toMatchObject({ scripts: example(body(8)).scripts });
  });
});
