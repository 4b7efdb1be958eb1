import { parseDuration } from "../duration.ts";
import { sinkTables } from "../expand/sinks/sink-table.ts";
import { given } from "../normalize/columns.ts";
import type { EventStream, ResultTable } from "../normalize/domain.ts";
import type { PostgresTablePlan } from "../plan.ts";
import type { DomainInput } from "../schema/domain-schema.ts";
import { planPostgresIndexes } from "./postgres-indexes.ts";
import { groupsOf, timeOf } from "./result-shape.ts";

/** How long rows are kept that belong to a moment, where nobody says otherwise. */
const defaultRetentionMs = 30 * 86_400_000;

/** What a domain says about how long its rows are kept. */
export type Retentions = Pick<DomainInput, "defaults"> & {
  /** By table, of those that say so. */
  readonly own: ReadonlyMap<string, string>;
};

/** The retentions of a valid domain's sinks. */
export function retentionsOf(input: DomainInput): Retentions {
  const own = sinkTables(input).flatMap(({ table, sinks: { postgres } }) =>
    typeof postgres === "object" && postgres.retention !== undefined
      ? [[table, postgres.retention] as const]
      : [],
  );
  return { ...given("defaults", input.defaults), own: new Map(own) };
}

/** How a table's rows are dated, kept, partitioned and found. */
export function planUpkeep(
  source: EventStream | ResultTable,
  { columns, primaryKey, name }: Pick<PostgresTablePlan, "columns" | "primaryKey" | "name">,
  retentions: Retentions,
): Pick<PostgresTablePlan, "timeColumn" | "retentionMs" | "partitionBy" | "indexes"> {
  const isThere = (column: string) => columns.some((each) => each.name === column);
  const time = "eventTime" in source && "types" in source ? source.eventTime.column : timeOf(source);
  const timeColumn = time !== undefined && isThere(time) ? time : undefined;
  const groups = ("types" in source ? source.key.filter((key) => key !== time) : groupsOf(source)).filter(
    isThere,
  );
  const retentionMs = retentionOf(source, { timeColumn, primaryKey, retentions });
  const isPartitioned = timeColumn !== undefined && primaryKey.includes(timeColumn);
  return {
    ...given("timeColumn", timeColumn),
    ...given("retentionMs", retentionMs),
    ...(isPartitioned ? { partitionBy: widthFor(retentionMs) } : {}),
    indexes: planPostgresIndexes({ name, primaryKey, timeColumn, groups }),
  };
}

/** What stands for a state and not for a moment is kept unless its own sink says otherwise. */
function retentionOf(
  { table, ...source }: EventStream | ResultTable,
  {
    timeColumn,
    primaryKey,
    retentions,
  }: {
    readonly timeColumn: string | undefined;
    readonly primaryKey: readonly string[];
    readonly retentions: Retentions;
  },
): number | undefined {
  const own = retentions.own.get(table);
  if (own !== undefined) return own === "forever" ? undefined : parseDuration(own);
  const isState = "mode" in source && source.mode === "upsert" && !primaryKey.includes(timeColumn ?? "");
  if (timeColumn === undefined || isState) return undefined;
  const shared = retentions.defaults?.store_retention;
  if (shared === undefined) return defaultRetentionMs;
  return shared === "forever" ? undefined : parseDuration(shared);
}

const day = 86_400_000;

/** So wide that a table has some dozens of partitions and not hundreds. */
function widthFor(retentionMs: number | undefined): NonNullable<PostgresTablePlan["partitionBy"]> {
  if (retentionMs === undefined || retentionMs > 366 * day) return "month";
  if (retentionMs > 60 * day) return "week";
  return retentionMs > 2 * day ? "day" : "hour";
}
