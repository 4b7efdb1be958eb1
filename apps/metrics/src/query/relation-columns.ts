import type { ServedTablePlan } from "@millrace/domain";
import { type Aggregate, bucketColumn, groupColumn, type Shape } from "./table-query.ts";

/** A column of what a query answers, or of what it is ordered by. */
export interface RelationColumn {
  readonly name: string;
  /** As Postgres has it. */
  readonly type: string;
  readonly nullable: boolean;
}

/** What every row says of itself besides its columns. */
export const asOf = { name: "as_of", type: "timestamptz", nullable: true } as const;
export const isFinal = { name: "is_final", type: "boolean", nullable: true } as const;

/** Where the store keeps which record has written a row. */
const recordPlace: readonly RelationColumn[] = [
  { name: "kafka_partition", type: "integer", nullable: true },
  { name: "kafka_offset", type: "bigint", nullable: true },
];
/** Columns of the store that tell rows apart where the primary key is not served. */
export const recordColumns: readonly string[] = recordPlace.map(({ name }) => name);

/** All columns that the rows of a shape have, those included that are only ordered by. */
export function relationColumns(table: ServedTablePlan, shape: Shape): readonly RelationColumn[] {
  if (shape.kind === "grouped") return [...answeredColumns(table, shape)];
  const own = table.columns.filter(({ name }) => name !== isFinal.name);
  return [...own, isFinal, asOf, ...recordPlace];
}

/** The columns of an answer, in order: what was asked for, then for how long it holds, whether it can change, and as of when. */
export function answeredColumns(table: ServedTablePlan, shape: Shape): readonly RelationColumn[] {
  if (shape.kind !== "grouped") {
    const chosen = table.columns.filter(({ name }) => shape.columns.includes(name) && name !== isFinal.name);
    return distinct([...chosen, ...windowColumns(table), isFinal, asOf]);
  }
  const groups = shape.groups.map((group) => columnNamed(table, groupColumn(group)));
  const aggregates = shape.aggregates.map((each) => aggregateColumn(table, each));
  const windows = windowColumns(table).map((column) => ({ ...column, nullable: true }));
  return distinct([...groups, ...aggregates, ...windows, isFinal, asOf]);
}

function windowColumns({ isWindow, columns }: ServedTablePlan): readonly RelationColumn[] {
  return isWindow ? columns.filter(({ name }) => name === "window_start" || name === "window_end") : [];
}

function columnNamed({ columns }: ServedTablePlan, name: string): RelationColumn {
  const found = columns.find((column) => column.name === name);
  return found ?? { name: bucketColumn, type: "timestamptz", nullable: true };
}

function aggregateColumn(table: ServedTablePlan, { name, column, function: how }: Aggregate): RelationColumn {
  if (column === undefined) return { name, type: "bigint", nullable: false };
  return { name, type: aggregateType(how, columnNamed(table, column).type), nullable: true };
}

/** As Postgres has them, but for averages, which are answered as doubles. */
function aggregateType(how: Aggregate["function"], type: string): string {
  if (how === "avg") return "double precision";
  if (how !== "sum") return type;
  if (type === "integer") return "bigint";
  return type === "bigint" ? "numeric" : type;
}

function distinct(columns: readonly RelationColumn[]): readonly RelationColumn[] {
  return columns.filter(({ name }, at) => columns.findIndex((each) => each.name === name) === at);
}
