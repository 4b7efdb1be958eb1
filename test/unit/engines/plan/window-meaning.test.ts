import { describe, expect, test } from "vitest";
import { durationText, windowMeaning } from "../../../../packages/engines/src/plan/window-meaning.ts";

const columns = ["user", "at", "page"].map((name) => ({ exact: `topic.${name}`, text: name }));
const meaning = (window: object, order = columns) => windowMeaning({ window, timeAttributeIndex: 1 }, order);

describe("what a window means", () => {
  test.each([
    [{ type: "TumblingWindow", size: "PT1M" }, "tumbling 1 min"],
    [{ type: "HoppingWindow", size: "PT1H30M", slide: "PT5M" }, "hopping 1 h 30 min every 5 min"],
    [{ type: "CumulativeWindow", maxSize: "PT24H", step: "PT10S" }, "cumulating 24 h every 10 s"],
    [{ type: "SessionWindow", gap: "PT5M", partitionKeyIndices: [0] }, "session 5 min"],
  ])("is said in words", (window, text) => {
    expect(meaning(window).text).toBe(text);
  });

  test("is another one where the size or the time is another one", () => {
    const window = { type: "TumblingWindow", size: "PT1M" };
    expect(meaning(window).exact).not.toBe(meaning({ ...window, size: "PT2M" }).exact);
    expect(meaning(window).exact).not.toBe(meaning(window, columns.toReversed().slice(1)).exact);
  });

  test("stays where the columns of a session only stand elsewhere", () => {
    const session = (index: number) => ({ type: "SessionWindow", gap: "PT5M", partitionKeyIndices: [index] });
    expect(meaning(session(0)).exact).toBe(meaning(session(2), columns.toReversed()).exact);
    expect(meaning(session(0)).exact).not.toBe(meaning(session(2)).exact);
  });

  test("leaves durations of other forms as they are", () => {
    expect(durationText("P1D")).toBe("P1D");
    expect(durationText("PT0S")).toBe("0 s");
  });
});
