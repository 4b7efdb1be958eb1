import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import type { PanelMeasure } from "../contract/catalog.ts";
import { count } from "../format/words.ts";
import { inUnits } from "../format/numbers.ts";
import { isDark } from "../state/theme.ts";
import { chartData, type ChartData } from "./chart-data.ts";
import type { Group } from "./groups.ts";
import { plotOptions } from "./plot-options.ts";
import { Readout } from "./readout.tsx";

/** What a chart shows. */
export interface TimeChartProps {
  readonly title: string;
  readonly measure: PanelMeasure;
  readonly groups: readonly Group[];
  /** Epoch seconds. */
  readonly range: readonly [from: number, to: number];
}

/** A panel's groups as lines along the time. The arrow keys move its cursor. */
export function TimeChart({ title, measure, groups, range }: TimeChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const data = useMemo(() => chartData(groups, (value) => inUnits(value, measure)), [groups, measure]);
  const [cursor, setCursor] = useState<{ readonly index: number; readonly byKey: boolean }>();
  const plot = usePlot({
    host,
    data,
    range,
    measure,
    onCursor: (index) => setCursor((was) => moved(was, index)),
  });
  const move = (event: KeyboardEvent) => {
    const index = nextIndex(event.key, cursor?.index, data.times.length);
    if (index === undefined || plot.current === undefined) return;
    event.preventDefault();
    setCursor({ index, byKey: true });
    const left = plot.current.valToPos(data.times[index] ?? 0, "x");
    plot.current.setCursor({ left, top: plot.current.over.clientHeight / 2 });
  };
  return (
    <div class="chart">
      <div
        class="plot"
        ref={host}
        tabIndex={0}
        role="application"
        aria-roledescription="chart"
        aria-label={`${title}: ${measure.title}, ${count(groups.length, "line")}. Left and right arrow keys read values.`}
        onKeyDown={move}
      />
      <Readout data={data} groups={groups} measure={measure} cursor={cursor} />
    </div>
  );
}

interface PlotUse {
  readonly host: { readonly current: HTMLDivElement | null };
  readonly data: ChartData;
  readonly range: readonly [number, number];
  readonly measure: PanelMeasure;
  readonly onCursor: (index: number | undefined) => void;
}

/** Keeps a plot: made anew when its look changes, given new data else. */
function usePlot({ host, data, range, measure, onCursor }: PlotUse) {
  const plot = useRef<uPlot | undefined>(undefined);
  const latest = useRef({ data, range });
  latest.current = { data, range };
  const groups = data.groups.length;
  const dark = isDark.value;
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const made = new uPlot(
      plotOptions({
        host: element,
        unit: measure,
        groups,
        data: () => latest.current.data,
        range: () => latest.current.range,
        onCursor,
      }),
      aligned(latest.current.data),
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() =>
      made.setSize({ width: Math.max(200, element.clientWidth), height: made.height }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [groups, measure, dark]);
  useEffect(() => plot.current?.setData(aligned(data)), [data, range[0], range[1]]);
  return plot;
}

function aligned({ times, groups }: ChartData): uPlot.AlignedData {
  const lines = groups.flatMap(({ final, provisional }) => [final, provisional]);
  return [times, ...lines] as unknown as uPlot.AlignedData;
}

type Cursor = { readonly index: number; readonly byKey: boolean } | undefined;

/** Where the plot says its cursor is; keys set it as well, which the plot then repeats. */
function moved(was: Cursor, index: number | undefined): Cursor {
  if (index === undefined) return undefined;
  return was?.index === index ? was : { index, byKey: false };
}

function nextIndex(key: string, index: number | undefined, length: number): number | undefined {
  const last = length - 1;
  if (last < 0) return undefined;
  if (key === "Home") return 0;
  if (key === "End") return last;
  if (key === "ArrowLeft") return index === undefined ? last : Math.max(0, index - 1);
  if (key === "ArrowRight") return index === undefined ? last : Math.min(last, index + 1);
  return undefined;
}
