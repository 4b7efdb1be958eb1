import { formatNumber, numberOf } from "../format/numbers.ts";
import { Ago } from "./ago.tsx";
import { newestFirst } from "./newest-rows.ts";
import { NoRows } from "./no-rows.tsx";
import type { PanelProps } from "./panel.tsx";

/** The newest row's measures, large. */
export function NumberPanel({ panel, followed }: PanelProps) {
  const { source, timeColumn, measures, table } = panel;
  const [row] = newestFirst(followed.tables.rows(table), timeColumn);
  if (row === undefined) return <NoRows panel={panel} followed={followed} />;
  const time = timeColumn === undefined ? undefined : row[timeColumn];
  return (
    <>
      <dl class="numbers">
        {measures.map((measure) => {
          const value = numberOf(row[measure.column]);
          return (
            <div key={measure.column}>
              <dt>{measure.title}</dt>
              <dd>{value === undefined ? "–" : formatNumber(value, measure)}</dd>
            </div>
          );
        })}
      </dl>
      <p class="note">
        {typeof time === "string" && <Ago iso={time} skewMs={followed.watch.value.skewMs} />}
        {source.finality === "paired" && (row.is_final === true ? " · final" : " · provisional")}
      </p>
    </>
  );
}
