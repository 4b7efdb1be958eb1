import type { PostgresTablePlan } from "@millrace/domain";

/** How wide partitions are. */
export type PartitionWidth = NonNullable<PostgresTablePlan["partitionBy"]>;

/** The times of a partition, the end not included. */
export interface PartitionRange {
  readonly from: Date;
  readonly to: Date;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A Monday. */
const firstWeekMs = Date.UTC(1970, 0, 5);

/** The hour, day, week (from Monday) or month, in UTC, that a time lies in. */
export function rangeAt(width: PartitionWidth, time: Date): PartitionRange {
  if (width === "month") {
    const [year, month] = [time.getUTCFullYear(), time.getUTCMonth()];
    return { from: new Date(Date.UTC(year, month)), to: new Date(Date.UTC(year, month + 1)) };
  }
  const [size, origin] = { hour: [hourMs, 0], day: [dayMs, 0], week: [7 * dayMs, firstWeekMs] }[width] as [
    number,
    number,
  ];
  const from = Math.floor((time.getTime() - origin) / size) * size + origin;
  return { from: new Date(from), to: new Date(from + size) };
}

/**
 * What is left of the range around `time` beside partitions that are there, which may have another width; undefined where
 * one of them holds that time.
 */
export function freeRange(
  range: PartitionRange,
  time: Date,
  taken: readonly PartitionRange[],
): PartitionRange | undefined {
  if (taken.some(({ from, to }) => from <= time && time < to)) return undefined;
  const ends = taken.map(({ to }) => to.getTime()).filter((to) => to <= time.getTime());
  const starts = taken.map(({ from }) => from.getTime()).filter((from) => from > time.getTime());
  return {
    from: new Date(Math.max(range.from.getTime(), ...ends)),
    to: new Date(Math.min(range.to.getTime(), ...starts)),
  };
}
