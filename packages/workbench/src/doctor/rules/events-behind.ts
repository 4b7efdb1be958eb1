import type { PartitionFacts } from "../facts.ts";
import type { Finding, Rule } from "../finding.ts";
import { span } from "../show/time-text.ts";
import { isClosed, nextToClose, type WindowKind } from "../window-kind.ts";
import { windowedResults } from "../windowed-results.ts";

/** Events that came after an event so much newer that their window had closed: they change no final number. */
export const eventsBehind: Rule = (statement) => {
  const findings = windowedResults(statement).flatMap(({ window, sources }) =>
    sources.flatMap(({ topic, watermark, known }) =>
      known.flatMap((partition) => behind({ topic, partition, window, delayMs: watermark.delayMs })),
    ),
  );
  return [...new Map(findings.map((finding) => [finding.sentence, finding])).values()];
};

interface Question {
  readonly topic: string;
  readonly partition: PartitionFacts;
  readonly window: WindowKind;
  readonly delayMs: number;
}

function behind({ topic, partition, window, delayMs }: Question): readonly Finding[] {
  const late = countLate(partition.eventTimes, window, delayMs);
  if (late === 0) return [];
  const number = partition.partition;
  return [
    {
      code: "events-behind",
      severity: "info",
      subject: topic,
      sentence:
        `${late} of the ${partition.eventTimes.length} events of partition ${number} of ${topic} that were looked at came after an event so much newer ` +
        `(more than the watermark delay of ${span(delayMs)}) that their window was already due to close: such events are late.`,
      advice:
        "Late events are in the domain's late result, where it has one. A longer grace would still count them.",
      facts: { partition: number, late, lookedAt: partition.eventTimes.length },
    },
  ];
}

/** How many come when their own partition's newest event has closed all of their windows. */
function countLate(times: readonly number[], window: WindowKind, delayMs: number): number {
  let newest = Number.NEGATIVE_INFINITY;
  let late = 0;
  for (const time of times) {
    const open = nextToClose(window, [time], newest - delayMs);
    if (open === undefined || isClosed(open, newest - delayMs)) late += 1;
    newest = Math.max(newest, time);
  }
  return late;
}
