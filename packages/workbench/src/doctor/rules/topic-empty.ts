import { valueOf } from "../reading.ts";
import type { Rule } from "../finding.ts";

/** No event, no result. */
export const topicEmpty: Rule = ({ sources }) =>
  sources.flatMap(({ topic, partitions: reading }) => {
    const partitions = valueOf(reading) ?? [];
    if (partitions.length === 0 || partitions.some(({ firstEventAt }) => firstEventAt !== undefined))
      return [];
    const written = partitions.reduce((sum, { endOffset }) => sum + endOffset, 0);
    const past =
      written === 0 ? "none was ever written" : "what was written is deleted already, by retention";
    return [
      {
        code: "topic-empty" as const,
        severity: "warning" as const,
        subject: topic,
        sentence: `Topic ${topic} holds no events: ${past}.`,
        advice: "Publish some.",
        facts: { partitions: partitions.length, written },
      },
    ];
  });
