import type uPlot from "uplot";
import { formatShort, type Unit } from "../format/numbers.ts";
import { axisTimes } from "./axis-times.ts";
import type { ChartData } from "./chart-data.ts";
import { colorClass, resolveColor } from "./colors.ts";

/** What a plot is made for. */
export interface PlotFor {
  readonly host: HTMLElement;
  readonly unit: Unit;
  readonly groups: number;
  /** What is drawn at present; asked at every drawing. */
  readonly data: () => ChartData;
  readonly range: () => readonly [from: number, to: number];
  readonly onCursor: (index: number | undefined) => void;
}

export const plotHeight = 232;
const font = "11px system-ui, sans-serif";

/** How a plot looks and behaves: final lines whole, provisional ones dashed with hollow marks. */
export function plotOptions({ host, unit, groups, data, range, onCursor }: PlotFor): uPlot.Options {
  const ink = resolveColor(host, "ink-2");
  const grid = { stroke: resolveColor(host, "grid-line"), width: 1 };
  const axis = { stroke: ink, font, grid, ticks: { ...grid, size: 4 } };
  const surface = resolveColor(host, "surface-ink");
  return {
    width: Math.max(200, host.clientWidth),
    height: plotHeight,
    padding: [8, groups < 2 ? 8 : 24, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 7 } },
    scales: { x: { range: () => [...range()] as uPlot.Range.MinMax }, y: { range: yRange } },
    axes: [
      { ...axis, values: (_plot, splits, _axis, _space, step) => [...axisTimes(splits, step)], space: 64 },
      { ...axis, values: (_plot, splits) => splits.map((value) => formatShort(value, unit)), size: ySize },
    ],
    series: [
      {},
      ...Array.from({ length: groups }, (_, rank) => linesOf(rank, { host, surface, data })).flat(),
    ],
    hooks: {
      setCursor: [({ cursor: { idx } }) => onCursor(idx ?? undefined)],
      draw: [(plot) => writeRanks(plot, groups)],
    },
  };
}

interface LinesFor {
  readonly host: HTMLElement;
  readonly surface: string;
  readonly data: () => ChartData;
}

function linesOf(rank: number, { host, surface, data }: LinesFor): readonly uPlot.Series[] {
  const stroke = resolveColor(host, colorClass(rank));
  const isOpen = (index: number) => data().groups[rank]?.provisionalAt.has(index) ?? false;
  const openPlaces = () => [...(data().groups[rank]?.provisionalAt ?? [])].sort((a, b) => a - b);
  return [
    { stroke, width: 1.75, points: { size: 4, fill: stroke } },
    {
      stroke,
      width: 1.75,
      dash: [5, 4],
      points: {
        show: true,
        size: 6,
        width: 1.5,
        fill: surface,
        filter: (_plot, _series, show) => (show ? openPlaces().filter(isOpen) : null),
      },
    },
  ];
}

/** From zero, so that a height is a share of another; below only for what is below. */
function yRange(_plot: uPlot, least: number | null, most: number | null): uPlot.Range.MinMax {
  const [low, high] = [Math.min(0, least ?? 0), Math.max(0, most ?? 1)];
  const span = high - low || 1;
  return [low < 0 ? low - span * 0.05 : 0, high + span * 0.08];
}

function ySize(_plot: uPlot, values: readonly string[] | null): number {
  return 20 + Math.max(2, ...(values ?? []).map(({ length }) => length)) * 6;
}

/** Each line's rank at its end, apart from each other: colours alone would not do. */
function writeRanks(plot: uPlot, groups: number): void {
  if (groups < 2) return;
  const { ctx, bbox } = plot;
  const size = 11 * devicePixelRatio;
  const ends = Array.from({ length: groups }, (_, rank) => endOf(plot, rank)).filter(
    (end) => end !== undefined,
  );
  let lowest = Number.POSITIVE_INFINITY;
  ctx.save();
  ctx.font = `600 ${size}px system-ui, sans-serif`;
  ctx.textBaseline = "middle";
  for (const { rank, color, y } of ends.sort((a, b) => b.y - a.y)) {
    lowest = Math.min(y, lowest - size);
    ctx.fillStyle = color;
    ctx.fillText(String(rank + 1), bbox.left + bbox.width + 6 * devicePixelRatio, lowest);
  }
  ctx.restore();
}

function endOf(plot: uPlot, rank: number) {
  const [final, provisional] = [1 + rank * 2, 2 + rank * 2];
  for (let index = plot.data[0].length - 1; index >= 0; index -= 1) {
    const value = plot.data[provisional]?.[index] ?? plot.data[final]?.[index];
    if (typeof value !== "number") continue;
    const { stroke } = plot.series[final] ?? {};
    const color = typeof stroke === "function" ? String(stroke(plot, final)) : "";
    return { rank, color, y: plot.valToPos(value, "y", true) };
  }
  return undefined;
}
