import { describe, expect, it } from "vitest";
import { freshnessSentence } from "../../../../apps/metrics/page/parts/freshness-words.ts";

describe("freshnessSentence", () => {
  it.each([
    [{ kind: "starting", culprits: [] }, "Waiting for the first word of the pipeline."],
    [
      { kind: "starting", culprits: ["kafka", "flink"] },
      "Waiting for Kafka and Flink. What is shown is what was stored before.",
    ],
    [{ kind: "quiet", culprits: [] }, "No event has come yet."],
    [
      { kind: "quiet", eventAgeMs: 90_000, sinceMs: 80_000, culprits: [] },
      "No event has come for 1 min 20 s; all that came is shown.",
    ],
    [
      { kind: "behind", processingLagMs: 14_000, culprits: [] },
      "Events come; their results are 14 s late and catching up.",
    ],
    [
      { kind: "frozen", sinceMs: 40_000, culprits: [] },
      "Events came, but no result has for 40 s. What is shown is old.",
    ],
    [
      { kind: "stopped", culprits: ["kafka", "flink"] },
      "Kafka and Flink are down. What is shown is what was known before.",
    ],
    [
      { kind: "lost", sinceMs: 3_000, culprits: [] },
      "This page lost its connection 3 s ago. What is shown is what was known then.",
    ],
  ] as const)("says of %j: %s", (freshness, sentence) => {
    expect(freshnessSentence(freshness)).toBe(sentence);
  });
});
