import type { DataPath } from "../../load/yaml-position.ts";
import type { AttributeInput } from "../../schema/attribute-schema.ts";
import { type DeclaredStream, declaredStreams } from "../../schema/declared-streams.ts";
import type { DomainInput, ResultInput } from "../../schema/domain-schema.ts";
import type { SinksInput } from "../../schema/sink-schema.ts";
import { aggregationResults } from "../aggregation/expand-aggregations.ts";

/** A table that says where its rows are kept beside their topic. */
export interface SinkTable {
  /** Where its `sinks` stand in domain.yaml. */
  readonly path: DataPath;
  readonly table: string;
  readonly role: "event" | "result";
  readonly mode: "append" | "upsert";
  /** Columns as SQL names them. */
  readonly columns: Readonly<Record<string, AttributeInput>>;
  /** Columns of the record key. */
  readonly key: readonly string[];
  /** The column that dates a record, where its time is more than the moment in which it was written. */
  readonly recordTime?: string;
  /** Columns that no two rows share, as far as the domain says. */
  readonly identity?: readonly string[];
  readonly sinks: SinksInput;
}

/** Every table with sinks, streams first, in the order of the file; of aggregations those that have become results. */
export function sinkTables(input: DomainInput): readonly SinkTable[] {
  const aggregationOf = new Map(
    aggregationResults(input).map(({ name, aggregation }) => [name, aggregation]),
  );
  return [
    ...declaredStreams(input).flatMap((stream) => streamTable(stream, input)),
    ...Object.entries(input.results ?? {}).flatMap(([name, result]) => {
      const aggregation = aggregationOf.get(name);
      const owner = aggregation === undefined ? ["results", name] : ["aggregations", aggregation];
      return resultTable(name, result, { path: [...owner, "sinks"], entity: input.entity });
    }),
  ];
}

function streamTable(stream: DeclaredStream, { entity }: DomainInput): readonly SinkTable[] {
  const { sinks, event_time: time, key, deduplicate } = stream.input;
  if (sinks === undefined) return [];
  const columnOf = (name: string) => (name === time.attribute ? (time.column ?? name) : name);
  const identity = deduplicate?.by ?? entity?.primary_key;
  return [
    {
      path: [...stream.path, "sinks"],
      table: stream.table,
      role: "event",
      mode: "append",
      columns: Object.fromEntries(
        Object.entries(stream.attributes).map(([name, attribute]) => [columnOf(name), attribute]),
      ),
      key: listOf(key).map(columnOf),
      recordTime: columnOf(time.attribute),
      ...(identity === undefined ? {} : { identity: listOf(identity).map(columnOf) }),
      sinks,
    },
  ];
}

function resultTable(
  table: string,
  result: ResultInput,
  { path, entity }: Pick<SinkTable, "path"> & Pick<DomainInput, "entity">,
): readonly SinkTable[] {
  const { sinks, mode, columns, record_time: recordTime } = result;
  if (sinks === undefined) return [];
  const key = listOf(result.key ?? []);
  const identity = mode === "upsert" ? key : appendIdentity(result, key, entity?.primary_key);
  return [
    {
      path,
      table,
      role: "result",
      mode,
      columns,
      key,
      ...(recordTime === undefined ? {} : { recordTime }),
      ...(identity === undefined ? {} : { identity }),
      sinks,
    },
  ];
}

/** A row a window and key, or one an entity; of other append results nothing says which rows are the same. */
function appendIdentity(
  { columns, record_time }: ResultInput,
  key: readonly string[],
  primaryKey: string | undefined,
): readonly string[] | undefined {
  const isWindow = Object.hasOwn(columns, "window_start") && Object.hasOwn(columns, "window_end");
  if (isWindow && record_time === "window_start") return [...new Set(["window_start", ...key])];
  if (primaryKey !== undefined && Object.hasOwn(columns, primaryKey)) return [primaryKey];
  return undefined;
}

/** The columns of the sink's Postgres table that no two rows share; undefined where nothing says so. */
export function primaryKeyOf({ sinks, identity }: SinkTable): readonly string[] | undefined {
  const { postgres } = sinks;
  return (typeof postgres === "object" ? postgres.primary_key : undefined) ?? identity;
}

/** The name of the sink's Postgres table. */
export function postgresTableOf({ sinks, table }: SinkTable): string {
  const { postgres } = sinks;
  return (typeof postgres === "object" ? postgres.table : undefined) ?? table;
}

/** The sink's Iceberg table, `<namespace>.<name>`. */
export function archiveTableOf({ sinks, table }: SinkTable, domain: string): string {
  return sinks.archive?.table ?? `${domain.replaceAll("-", "_")}.${table}`;
}

function listOf(names: string | readonly string[]): readonly string[] {
  return typeof names === "string" ? [names] : names;
}
