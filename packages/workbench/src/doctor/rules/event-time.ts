import type { PartitionFacts, SourceFacts } from "../facts.ts";
import type { Finding, Rule } from "../finding.ts";
import { valueOf } from "../reading.ts";
import { span, utc } from "../show/time-text.ts";

const year2000 = 946_684_800_000;
const year2100 = 4_102_444_800_000;
/** Clocks of two machines may differ by so much. */
const clockSkewMs = 60_000;
const farPastMs = 86_400_000;

/** Event times that no clock can have meant: another unit, the future, long ago. */
export const eventTime: Rule = ({ sources, now }) =>
  sources
    .filter(({ watermark }) => watermark !== undefined)
    .flatMap((source) => {
      const partitions = valueOf(source.partitions) ?? [];
      return [
        ...partitions.flatMap((partition) => [
          ...wrongUnit(source, partition),
          ...inFuture(source, partition, now),
        ]),
        ...farPast(source, partitions, now),
      ];
    });

function wrongUnit({ topic, watermark }: SourceFacts, partition: PartitionFacts): readonly Finding[] {
  const wrong = partition.eventTimes.filter((time) => isSeconds(time) || isMicros(time));
  const [example] = wrong;
  if (example === undefined) return [];
  const [meant, mistake] = isSeconds(example)
    ? [example * 1000, "seconds since 1970 that were taken for milliseconds"]
    : [example / 1000, "milliseconds since 1970 that were taken for seconds"];
  return [
    {
      code: "event-time-unit",
      severity: "error",
      subject: topic,
      sentence: `Partition ${partition.partition} of ${topic} has ${count(wrong.length, "event")} like ${utc(example)}: these are ${mistake}; ${utc(meant)} was meant.`,
      advice:
        `Correct what writes ${watermark?.column ?? "the event time"}: a producer's unit and the event's event_time.unit in domain.yaml must agree. ` +
        "Events that were too far ahead have moved the watermark, which never goes back.",
      facts: { partition: partition.partition, example, meant, events: wrong.length },
    },
  ];
}

function inFuture(
  { topic, watermark }: SourceFacts,
  partition: PartitionFacts,
  now: number,
): readonly Finding[] {
  const newest = partition.newestEventAt;
  if (newest === undefined || isMicros(newest) || newest <= now + clockSkewMs) return [];
  const aheadMs = newest - now;
  const delayMs = watermark?.delayMs ?? 0;
  const isPastDelay = aheadMs > delayMs;
  return [
    {
      code: "event-in-future",
      severity: isPastDelay ? "error" : "warning",
      subject: topic,
      sentence:
        `Partition ${partition.partition} of ${topic} has an event at ${utc(newest)}, ${span(aheadMs)} ahead of now. ` +
        (isPastDelay
          ? `The watermark follows it to ${utc(newest - delayMs)}: windows close too early, and events of now are late until ${utc(newest - delayMs)}.`
          : "Windows close that much too early."),
      advice:
        "Correct the clock or the time zone of what publishes. The watermark never goes back by itself.",
      facts: { partition: partition.partition, newestEventAt: newest, aheadMs, delayMs },
    },
  ];
}

function farPast(
  { topic }: SourceFacts,
  partitions: readonly PartitionFacts[],
  now: number,
): readonly Finding[] {
  const times = partitions
    .flatMap(({ newestEventAt }) => newestEventAt ?? [])
    .filter((time) => !isSeconds(time));
  const newest = Math.max(...times);
  if (times.length === 0 || now - newest <= farPastMs) return [];
  return [
    {
      code: "event-far-past",
      severity: "warning",
      subject: topic,
      sentence: `The newest event of ${topic} is of ${utc(newest)}, ${span(now - newest)} ago: windows close by event time, not by the clock, and Kafka deletes records that are older than the topic's retention.`,
      advice: "Publish events of now, or expect no more windows than these events close.",
      facts: { newestEventAt: newest },
    },
  ];
}

/** Read as milliseconds it is in 1970, read as seconds it is of our days. */
function isSeconds(time: number): boolean {
  return time * 1000 >= year2000 && time * 1000 < year2100;
}

/** Multiplied by 1000 once too often. */
function isMicros(time: number): boolean {
  return time / 1000 >= year2000 && time / 1000 < year2100;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
