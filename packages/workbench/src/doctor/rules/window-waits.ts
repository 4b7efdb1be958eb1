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

/** Partitions that are told one by one. */
const shownPartitions = 4;

/** The next window to close of every windowed result, and the event that closes it. */
export const windowWaits: Rule = (statement) =>
  windowedResults(statement).flatMap((result) => {
    const next = nextToClose(result.window, result.eventTimes, result.watermark);
    return next === undefined ? [] : [finding(result, next)];
  });

function finding(result: WindowedResult, next: TimeWindow): Finding {
  const { table, watermark, delayMs } = result;
  const needed = closingWatermark(result, next);
  // Events have whole milliseconds and people round ones: the first instant behind the window is as good.
  const closesAt = needed + 1 + delayMs;
  const counted = result.sources.flatMap((source) =>
    source.known.map((partition) => ({ source, partition })),
  );
  const holding = counted.filter(({ source, partition }) => isHolding(source, partition, needed));
  const isAllIdle = counted.every(({ partition }) => partition.isIdle === true);
  return {
    code: "window-waits",
    severity: "info",
    subject: table,
    sentence:
      `${table}: the next window to close is ${utcRange(next.start, next.end)}${result.window.kind === "SESSION" ? " at the earliest" : ""}; ` +
      `the watermark is ${watermarkText(result)}. ${waitsFor({ closesAt, holding, isAllIdle })}`,
    advice:
      "Nothing has to be done while events keep coming; to close the window now, publish such an event.",
    facts: {
      window: next,
      watermark,
      closesAt,
      holding: holding.map(({ source, partition }) => ({
        topic: source.topic,
        partition: partition.partition,
        newestEventAt: partition.newestEventAt,
      })),
      isAllIdle,
    },
  };
}

function isHolding(
  { watermark }: TimedSource,
  { isIdle, newestEventAt }: PartitionFacts,
  needed: number,
): boolean {
  if (isIdle === true) return false;
  return newestEventAt === undefined || newestEventAt - watermark.delayMs < needed;
}

/** Where the watermark is; subtask by subtask where they differ. */
function watermarkText({ watermark, subtasks }: WindowedResult): string {
  const text = watermark === undefined ? "not there yet" : `at ${utc(watermark)}`;
  if (new Set(subtasks).size < 2) return text;
  const each = subtasks.map(
    (mark, number) => `subtask ${number} ${mark === undefined ? "has none" : `at ${utc(mark)}`}`,
  );
  return `${text} (${each.join(", ")})`;
}

interface Waiting {
  readonly closesAt: number;
  readonly holding: readonly { readonly source: TimedSource; readonly partition: PartitionFacts }[];
  readonly isAllIdle: boolean;
}

function waitsFor({ closesAt, holding, isAllIdle }: Waiting): string {
  if (isAllIdle) {
    return `Every partition is idle, so one event at or after ${utc(closesAt)} in any partition closes it.`;
  }
  if (holding.length === 0) {
    return "Every partition that is not idle has come that far: it closes as soon as the job has read their events.";
  }
  const shown = holding
    .slice(0, shownPartitions)
    .map(({ source: { topic }, partition: { partition, newestEventAt } }) =>
      newestEventAt === undefined
        ? `partition ${partition} of ${topic} has no events`
        : `partition ${partition} of ${topic} has its newest event at ${utc(newestEventAt)}`,
    );
  const more = holding.length > shown.length ? `, and ${holding.length - shown.length} more` : "";
  return `It closes when an event at or after ${utc(closesAt)} comes to every partition that is not idle: ${shown.join(", ")}${more}.`;
}
