import { describe, expect, test } from "vitest";
import { shippedDomain } from "./shipped-domain.ts";

describe("the domain live-streams", () => {
  const plan = shippedDomain("live-streams");

  test("reads its events from a topic without prefix", () => {
    const events = plan.events.map(({ name, topic, typeColumn }) => ({ name, topic, typeColumn }));
    expect(events).toEqual(
      ["chat_message", "donation", "viewer_join", "viewer_leave"].map((name) => ({
        name,
        topic: "stream.events",
        typeColumn: "event_type",
      })),
    );
  });

  test("takes the attributes that its callers send", () => {
    const attributes = plan.events.map(({ name, columns }) => [
      name,
      columns.map(({ attribute }) => attribute),
    ]);
    const common = ["event_id", "ts", "stream_id", "user_id"];
    expect(Object.fromEntries(attributes)).toEqual({
      viewer_join: common,
      viewer_leave: common,
      chat_message: common,
      donation: [...common, "amount_usd"],
    });
  });

  test("upserts a row a stream and minute", () => {
    expect(plan.postgresTables.find(({ name }) => name === "stream_metrics_minute")).toMatchObject({
      columns: [
        { name: "window_start", type: "timestamptz", nullable: false },
        { name: "stream_id", type: "text", nullable: false },
        { name: "window_end", type: "timestamptz", nullable: false },
        { name: "active_viewers", type: "bigint", nullable: false },
        { name: "chat_messages", type: "bigint", nullable: false },
        { name: "donations_usd", type: "numeric(18,2)", nullable: false },
      ],
      primaryKey: ["window_start", "stream_id"],
    });
  });

  test("upserts a row a stream", () => {
    expect(plan.postgresTables.find(({ name }) => name === "stream_state")).toMatchObject({
      columns: [{ name: "stream_id" }, { name: "current_viewers" }, { name: "updated_at" }],
      primaryKey: ["stream_id"],
    });
  });
});
