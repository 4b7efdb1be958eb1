import { stringify } from "yaml";
import { showTime } from "../time-text.ts";
import type { Property } from "./property.ts";
import type { RandomEvent } from "./random-stream.ts";

/** A failing stream as the `date:` and `given:` of a test, ready to be pasted. */
export function showCounterExample(events: readonly RandomEvent[], { event }: Property): readonly string[] {
  const date = new Date(events[0]?.atMs ?? 0).toISOString().slice(0, "2021-01-04".length);
  const steps = events.map(({ atMs, values, times }) => ({
    at: showTime(atMs, date),
    ...values,
    ...(times === 1 ? {} : { times }),
  }));
  const lines = steps.map(
    (step) => `    - ${stringify(step, { collectionStyle: "flow", lineWidth: 0 }).trimEnd()}`,
  );
  return [`date: ${date}`, "given:", `  ${event.table}:`, ...lines];
}
