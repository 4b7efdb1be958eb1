import { expect, it } from "vitest";
import { parsePipelineOptions } from "../../bench/pipeline-options.ts";

it("has defaults for everything", () => {
  expect(parsePipelineOptions([])).toEqual({
    events: 3_000_000,
    rounds: 2,
    seed: 1,
    parallelism: undefined,
    properties: {},
    flinkSettings: {},
    warmTaskManager: false,
    parts: new Set(["compare", "latency"]),
    rate: 1000,
    latencySeconds: 30,
    json: false,
  });
});

it("reads settings as pairs at the first equals sign", () => {
  const options = parsePipelineOptions(["--set", "a.b=1=2", "--set", "c=", "--flink", "d=e"]);
  expect(options?.properties).toEqual({ "a.b": "1=2", c: "" });
  expect(options?.flinkSettings).toEqual({ d: "e" });
});

it("gives nothing when help is asked for", () => {
  expect(parsePipelineOptions(["--help"])).toBeUndefined();
});

it.each([
  [["--events", "many"], '--events is "many", expected a whole number above 0'],
  [["--rounds", "0"], '--rounds is "0", expected a whole number above 0'],
  [["--parts", "compare,speed"], '--parts names "speed", expected some of compare, flink, latency'],
  [["--set", "key"], '--set is "key", expected key=value'],
])("refuses %j", (args, message) => {
  expect(() => parsePipelineOptions(args)).toThrow(message);
});

it("refuses an option that it does not know", () => {
  expect(() => parsePipelineOptions(["--event", "1"])).toThrow("Unknown option '--event'");
});
