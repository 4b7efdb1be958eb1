import type { PostgresIndexPlan, PostgresTablePlan } from "../plan.ts";
import { boundedName } from "./bounded-name.ts";

/** More columns than these are rarely asked for one by one. */
const mostGroups = 4;

interface Indexed extends Pick<PostgresTablePlan, "name" | "primaryKey"> {
  readonly timeColumn: string | undefined;
  readonly groups: readonly string[];
}

/**
 * The indexes behind the questions of the query API: the newest rows of a table, of a group, and of each group. What the
 * primary key answers already gets none.
 */
export function planPostgresIndexes({
  name,
  primaryKey,
  timeColumn,
  groups,
}: Indexed): readonly PostgresIndexPlan[] {
  const singles = groups.slice(0, mostGroups).map((group) => [group]);
  const wanted = timeColumn === undefined ? singles : timed(timeColumn, groups, singles);
  return wanted
    .filter((columns) => !columns.every((column, index) => primaryKey[index] === column))
    .map((columns) => ({
      name: boundedName(name, `${columns.join("_")}_idx`),
      columns: columns.map((column) => ({ name: column, isDescending: column === timeColumn })),
    }));
}

function timed(
  time: string,
  groups: readonly string[],
  singles: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const whole = groups.length > 1 ? [groups] : [];
  // The index of all groups also finds the rows of the first.
  const others = groups.length > 1 ? singles.slice(1) : singles;
  return [[time], ...[...whole, ...others].map((columns) => [...columns, time])];
}
