import { useMemo } from "preact/hooks";
import { defaultRank, type Group, groupRows, rankGroups } from "../chart/groups.ts";
import { TimeChart } from "../chart/time-chart.tsx";
import type { PanelMeasure } from "../contract/catalog.ts";
import { inWords } from "../format/words.ts";
import { address } from "../state/address.ts";
import { slowClock } from "../state/clock.ts";
import { NoRows } from "./no-rows.tsx";
import type { PanelProps } from "./panel.tsx";
import { Ranking } from "./ranking.tsx";

/** Rows along their time, one line a group; beside it the ranking of the groups. */
export function LinePanel({ panel, followed, measure }: PanelProps & { readonly measure: PanelMeasure }) {
  const { source, title, timeColumn, groupColumns, table } = panel;
  const { top, by = defaultRank(measure) } = address.value;
  const { tables, minutes } = followed;
  const version = tables.version(table);
  const groups = useMemo(() => {
    const isPaired = source.finality === "paired";
    const time = timeColumn === undefined ? {} : { timeColumn };
    return groupRows(tables.rows(table), { groupColumns, measure, isPaired, ...time });
  }, [tables, version, measure]);
  const ranked = useMemo(() => rankGroups(groups, by, top), [groups, by, top]);
  if (groups.length === 0) return <NoRows panel={panel} followed={followed} />;
  return (
    <>
      <div class="chart-and-ranking">
        <TimeChart
          title={title}
          measure={measure}
          groups={ranked.shown}
          range={rangeOf(ranked.shown, tables.pausedAt.value ?? slowClock.value, minutes)}
        />
        <Ranking
          title={title}
          groupTitle={groupColumns.map(inWords).join(" · ") || "Rows"}
          measure={measure}
          ranked={ranked}
          by={by}
        />
      </div>
      <Key finality={source.finality} isCut={tables.isCut(table)} />
    </>
  );
}

/** The window up to now; a row of a window that began in the future, as a wrong clock makes it, is shown too. */
function rangeOf(groups: readonly Group[], now: number, minutes: number): readonly [number, number] {
  const newest = Math.max(0, ...groups.map(({ points }) => points.at(-1)?.at ?? 0));
  const to = Math.max(now / 1000, newest);
  return [to - minutes * 60, to];
}

function Key({
  finality,
  isCut,
}: {
  readonly finality: "always" | "paired" | "never";
  readonly isCut: boolean;
}) {
  return (
    <p class="key">
      {finality === "paired" && (
        <>
          <span>
            <i class="line-final" aria-hidden="true" /> final
          </span>
          <span>
            <i class="line-provisional" aria-hidden="true" /> provisional: late events can still change it
          </span>
        </>
      )}
      {finality === "always" && (
        <span>
          <i class="line-final" aria-hidden="true" /> final: every row is written once
        </span>
      )}
      {finality === "never" && <span>Rows change as events come; nothing says when one is final.</span>}
      {isCut && <span>There are more rows than a page can hold: the oldest are left out.</span>}
    </p>
  );
}
