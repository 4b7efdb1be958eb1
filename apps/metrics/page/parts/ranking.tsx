import { colorClass } from "../chart/colors.ts";
import type { RankedGroups } from "../chart/groups.ts";
import type { PanelMeasure } from "../contract/catalog.ts";
import { formatNumber } from "../format/numbers.ts";
import { count } from "../format/words.ts";
import { visit } from "../state/address.ts";
import type { RankBy } from "../state/url-state.ts";

/** What a ranking shows. */
export interface RankingProps {
  readonly title: string;
  /** What the groups are: Postcode. */
  readonly groupTitle: string;
  readonly measure: PanelMeasure;
  readonly ranked: RankedGroups;
  readonly by: RankBy;
}

const columns: readonly { readonly by: RankBy; readonly text: string; readonly title: string }[] = [
  { by: "newest", text: "Newest", title: "Rank by the newest value" },
  { by: "peak", text: "Peak", title: "Rank by the highest value in the window" },
  { by: "total", text: "Total", title: "Rank by the sum over the window" },
];

/** The first groups of a chart over its window: its legend, and its top-n table. */
export function Ranking({ title, groupTitle, measure, ranked: { shown, others }, by }: RankingProps) {
  return (
    <div class="ranking">
      <table>
        <caption class="visually-hidden">
          {title}: the first {shown.length} by {measure.title}
        </caption>
        <thead>
          <tr>
            <th scope="col" class="number">
              #
            </th>
            <th scope="col">{groupTitle}</th>
            {columns.map((column) => (
              <th
                key={column.by}
                scope="col"
                class="number"
                aria-sort={column.by === by ? "descending" : "none"}
              >
                <button
                  type="button"
                  class="sort"
                  title={column.title}
                  onClick={() => visit({ by: column.by })}
                >
                  {column.text}
                  {column.by === by && <span aria-hidden="true"> ↓</span>}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((group, rank) => (
            <tr key={group.name}>
              <td class="number">{rank + 1}</td>
              <th scope="row" title={group.name}>
                <i class={`swatch ${colorClass(rank)}`} aria-hidden="true" />
                {group.name || "All"}
              </th>
              {columns.map((column) => (
                <td key={column.by} class="number">
                  {formatNumber(group[column.by], measure)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {others.groups > 0 && (
        <p class="note">
          {count(others.groups, "other")} not drawn:{" "}
          {by === "total"
            ? `together ${formatNumber(others.total, measure)}`
            : `at most ${formatNumber(others.peak, measure)}`}
          .
        </p>
      )}
    </div>
  );
}
