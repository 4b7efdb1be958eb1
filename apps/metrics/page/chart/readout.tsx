import type { PanelMeasure } from "../contract/catalog.ts";
import { formatNumber } from "../format/numbers.ts";
import { formatTime, formatUtc } from "../format/times.ts";
import type { ChartData } from "./chart-data.ts";
import { colorClass } from "./colors.ts";
import type { Group } from "./groups.ts";

/** What is read off a chart. */
export interface ReadoutProps {
  readonly data: ChartData;
  readonly groups: readonly Group[];
  readonly measure: PanelMeasure;
  /** Absent where nobody points at the chart. */
  readonly cursor: { readonly index: number; readonly byKey: boolean } | undefined;
}

/** The values under a chart's cursor; it is read out where the cursor was moved by keys. */
export function Readout({ data, groups, measure, cursor }: ReadoutProps) {
  const seconds = cursor === undefined ? undefined : data.times[cursor.index];
  if (seconds === undefined)
    return <p class="readout hint">Point at the chart, or use the arrow keys in it.</p>;
  const iso = new Date(seconds * 1000).toISOString();
  const values = groups.flatMap(({ name, points }, rank) => {
    const point = points.find(({ at }) => at === seconds);
    return point === undefined ? [] : [{ name, rank, point }];
  });
  return (
    <p class="readout" aria-live={cursor?.byKey === true ? "polite" : "off"}>
      <time dateTime={iso} title={formatUtc(iso)}>
        {formatTime(iso)}
      </time>
      {values.map(({ name, rank, point }) => (
        <span class="reading" key={name}>
          <i class={`swatch ${colorClass(rank)}`} aria-hidden="true" /> {name}{" "}
          <b>{formatNumber(point.value, measure)}</b>
          {point.isFinal ? "" : " (provisional)"}
        </span>
      ))}
      {values.length === 0 && <span class="reading">no rows at this time</span>}
    </p>
  );
}
