import { groupName } from "../chart/groups.ts";
import type { PanelMeasure } from "../contract/catalog.ts";
import type { Row } from "../contract/frames.ts";
import { formatNumber, numberOf } from "../format/numbers.ts";
import { count, inWords } from "../format/words.ts";
import { address } from "../state/address.ts";
import { newestPerGroup } from "./newest-rows.ts";
import { NoRows } from "./no-rows.tsx";
import type { PanelProps } from "./panel.tsx";

interface Bar {
  readonly name: string;
  readonly value: number;
  readonly isProvisional: boolean;
}

/** The newest value of each group as a bar, the longest first. */
export function BarPanel({ panel, followed, measure }: PanelProps & { readonly measure: PanelMeasure }) {
  const { source, groupColumns, timeColumn, table } = panel;
  const newest = newestPerGroup(followed.tables.rows(table), timeColumn, groupColumns);
  const isPaired = source.finality === "paired";
  const bars = newest
    .flatMap((row) => barOf(row, { groupColumns, measure, isPaired }))
    .sort((a, b) => b.value - a.value);
  if (bars.length === 0) return <NoRows panel={panel} followed={followed} />;
  const shown = bars.slice(0, address.value.top);
  const rest = bars.slice(shown.length);
  const most = Math.max(...bars.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  return (
    <>
      <table class="bars">
        <caption class="visually-hidden">
          {panel.title}: {measure.title} of each {groupColumns.map(inWords).join(" and ") || "row"}
        </caption>
        <tbody>
          {shown.map(({ name, value, isProvisional }) => (
            <tr key={name}>
              <th scope="row">{name || "All"}</th>
              <td class="bar-cell" aria-hidden="true">
                <div
                  class={isProvisional ? "bar open" : "bar"}
                  style={{ width: `${(Math.max(0, value) / most) * 100}%` }}
                />
              </td>
              <td class="number">{formatNumber(value, measure)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest.length > 0 && (
        <p class="note">
          {count(rest.length, "other")} not drawn, each at most {formatNumber(rest[0]?.value ?? 0, measure)}.
        </p>
      )}
    </>
  );
}

interface BarOf {
  readonly groupColumns: readonly string[];
  readonly measure: PanelMeasure;
  readonly isPaired: boolean;
}

function barOf(row: Row, { groupColumns, measure, isPaired }: BarOf): readonly Bar[] {
  const value = numberOf(row[measure.column]);
  if (value === undefined) return [];
  return [{ name: groupName(row, groupColumns), value, isProvisional: isPaired && row.is_final !== true }];
}
