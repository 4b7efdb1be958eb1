import { valueOf } from "../reading.ts";
import type { Rule } from "../finding.ts";

/** Events that are in no committed result yet, because the statement has not read them or no checkpoint has followed. */
export const backlog: Rule = ({ sources }) =>
  sources.flatMap(({ topic, partitions }) => {
    const waiting = (valueOf(partitions) ?? []).filter(({ uncommitted = 0 }) => uncommitted > 0);
    if (waiting.length === 0) return [];
    const events = waiting.reduce((sum, { uncommitted = 0 }) => sum + uncommitted, 0);
    const each = waiting
      .map(({ partition, uncommitted }) => `${uncommitted} of partition ${partition}`)
      .join(", ");
    return [
      {
        code: "backlog" as const,
        severity: "info" as const,
        subject: topic,
        sentence: `${events} record${events === 1 ? "" : "s"} of ${topic} (${each}) are in no committed result yet.`,
        advice: "Look again: the number stays near zero when the statement keeps up.",
        facts: { events },
      },
    ];
  });
