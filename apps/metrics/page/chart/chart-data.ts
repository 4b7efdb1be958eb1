import type { Group, Point } from "./groups.ts";

/** A line's values: null ends the line there, undefined is drawn across. */
export type Line = readonly (number | null | undefined)[];

/** One group's lines. */
export interface GroupLines {
  readonly final: Line;
  /** Begins and ends at final values beside it, so that the two lines are one to the eye. */
  readonly provisional: Line;
  /** Places of values that can still change. */
  readonly provisionalAt: ReadonlySet<number>;
}

/** What a chart draws: the times, then the lines of each group. */
export interface ChartData {
  /** Epoch seconds, rising. */
  readonly times: readonly number[];
  readonly groups: readonly GroupLines[];
}

/** A gap of more than so many usual steps breaks a line: nothing was counted there. */
const bridgedSteps = 5;

/** Lays groups along common times. */
export function chartData(groups: readonly Group[], scale: (value: number) => number): ChartData {
  const times = withPauses([...new Set(groups.flatMap(({ points }) => points.map(({ at }) => at)))]);
  const places = new Map(times.map((time, index) => [time, index]));
  const draw = ({ points }: Group) =>
    linesOf(
      points.map((point) => placed(point, places, scale)),
      times.length,
    );
  return { times, groups: groups.map(draw) };
}

interface Placed extends Point {
  readonly index: number;
}

function placed(point: Point, places: ReadonlyMap<number, number>, scale: (value: number) => number): Placed {
  return { ...point, value: scale(point.value), index: places.get(point.at) ?? 0 };
}

function linesOf(points: readonly Placed[], length: number): GroupLines {
  const most = bridgedSteps * usualStep(points.map(({ at }) => at));
  const final = Array.from<number | null | undefined>({ length });
  const provisional = Array.from<number | null | undefined>({ length });
  for (const { index, value, isFinal } of points) {
    final[index] = isFinal ? value : null;
    provisional[index] = isFinal ? null : value;
  }
  points.forEach((point, position) => {
    const before = points[position - 1];
    if (before === undefined) return;
    if (point.at - before.at > most) return breakBetween([final, provisional], before.index, point.index);
    if (before.isFinal === point.isFinal) return;
    const { index, value } = before.isFinal ? before : point;
    provisional[index] = value;
  });
  const open = points.filter(({ isFinal }) => !isFinal).map(({ index }) => index);
  return { final, provisional, provisionalAt: new Set(open) };
}

function breakBetween(lines: readonly (number | null | undefined)[][], from: number, to: number): void {
  for (const line of lines) if (to - from > 1) line[from + 1] = null;
}

/** Sorts times, and puts one into each long gap, so that lines have a place to break at. */
function withPauses(unsorted: readonly number[]): readonly number[] {
  const times = [...unsorted].sort((a, b) => a - b);
  const step = usualStep(times);
  return times.flatMap((time, index) => {
    const next = times[index + 1] ?? time;
    return next - time > bridgedSteps * step ? [time, time + step] : [time];
  });
}

/** The median distance of times that rise. */
function usualStep(times: readonly number[]): number {
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? Number.POSITIVE_INFINITY;
}
