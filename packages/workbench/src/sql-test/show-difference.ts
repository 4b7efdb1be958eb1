import type { FlinkRow } from "@millrace/flink";
import type { RowDifference } from "../rows/row-difference.ts";
import type { TableOutcome } from "./table-outcome.ts";
import { showValue } from "./show-value.ts";
import { showTime } from "./time-text.ts";

/** So many rows of a table are shown; more say no more. */
const maxShown = 20;

/** A table's differences row by row: `-` is missing, `+` unexpected, `~` different in the columns that are told. */
export function showOutcome(outcome: TableOutcome, date: string | undefined): readonly string[] {
  const { table, part, key, differences, watermarkMs } = outcome;
  const when = watermarkMs === undefined ? "" : ` when the watermark is ${showTime(watermarkMs, date)}`;
  const counted = (["different", "missing", "unexpected"] as const).flatMap((type) => {
    const count = differences.filter((each) => each.type === type).length;
    return count === 0 ? [] : [`${count} ${type}`];
  });
  const shown = differences.slice(0, maxShown).map((each) => `  ${showDifference(each, key, date)}`);
  const more = differences.length - shown.length;
  return [
    `${table} ${part}${when}: ${counted.join(", ")}`,
    ...shown,
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ];
}

function showDifference(difference: RowDifference, key: readonly string[], date: string | undefined): string {
  if (difference.type === "missing") return `- ${showRow(difference.expected, date)}`;
  if (difference.type === "unexpected") return `+ ${showRow(difference.found, date)}`;
  const { expected, found, columns } = difference;
  const same = Object.keys(found).filter((name) => !columns.includes(name));
  const shownSame = key.length > 0 ? same.filter((name) => key.includes(name) || name === "kind") : same;
  const changes = columns.map(
    (name) =>
      `${name} ${showValue(found[name] ?? null, date)}, expected ${showValue(expected[name] ?? null, date)}`,
  );
  return `~ ${[...shownSame.map((name) => `${name} ${showValue(found[name] ?? null, date)}`), ...changes].join(" · ")}`;
}

function showRow(row: FlinkRow, date: string | undefined): string {
  return Object.entries(row)
    .map(([name, value]) => `${name} ${showValue(value, date)}`)
    .join(" · ");
}
