import type { PartitionFacts } from "../facts.ts";
import type { Finding, Rule } from "../finding.ts";
import { utc, utcRange } from "../show/time-text.ts";
import { nextToClose, type TimeWindow } from "../window-kind.ts";
import {
  closingWatermark,
  type TimedSource,
  type WindowedResult,
  windowedResults,
} from "../windowed-results.ts";

/** A quiet partition holds every window back for ever when its table has no idle timeout. */
export const noIdleTimeout: Rule = (statement) => {
  const findings = windowedResults(statement).flatMap((result) =>
    result.sources
      .filter(({ watermark }) => watermark.idleTimeoutMs === undefined)
      .flatMap((source) => holdingBack(statement.name, result, source)),
  );
  return [...new Map(findings.map((finding) => [finding.sentence, finding])).values()];
};

/** Partitions behind which a window waits that the others would have closed. */
function holdingBack(statement: string, result: WindowedResult, source: TimedSource): readonly Finding[] {
  const { delayMs } = source.watermark;
  const next = nextToClose(result.window, result.eventTimes, result.watermark);
  const furthest = Math.max(...source.known.map((partition) => watermarkIn(partition, delayMs)));
  if (next === undefined || furthest < closingWatermark(result, next)) return [];
  return source.known
    .filter((partition) => watermarkIn(partition, delayMs) < closingWatermark(result, next))
    .map((partition) => finding(statement, { result, source, partition, next }));
}

function watermarkIn({ newestEventAt }: PartitionFacts, delayMs: number): number {
  return newestEventAt === undefined ? Number.NEGATIVE_INFINITY : newestEventAt - delayMs;
}

interface Held {
  readonly result: WindowedResult;
  readonly source: TimedSource;
  readonly partition: PartitionFacts;
  readonly next: TimeWindow;
}

function finding(statement: string, { result, source, partition, next }: Held): Finding {
  const { topic, table } = source;
  const at = partition.newestEventAt;
  const quiet = at === undefined ? "has no events" : `has its newest event at ${utc(at)}`;
  return {
    code: "no-idle-timeout",
    severity: "error",
    subject: topic,
    sentence:
      `Partition ${partition.partition} of ${topic} ${quiet}, and table ${table} has no idle timeout: the watermark waits for this ` +
      `partition for ever, and with it window ${utcRange(next.start, next.end)} of ${result.table}, which the other partitions would have closed.`,
    advice:
      `Set watermark: { idle_timeout: 2 seconds } for the event in sql/${statement}/domain.yaml and apply it, ` +
      "or send events to every partition.",
    facts: { table, partition: partition.partition, newestEventAt: at, window: next },
  };
}
