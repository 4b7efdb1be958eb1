import { given } from "../normalize/columns.ts";
import type { Column, Domain, ResultTable } from "../normalize/domain.ts";
import type {
  ConnectorPlan,
  PostgresTablePlan,
  ServedColumnPlan,
  ServedTablePlan,
  TablePlan,
} from "../plan.ts";
import { groupsOf, has, isWindowed, rankColumn, timeOf } from "./result-shape.ts";

/** What can be counted and drawn; money only where all of it has one currency, which is when Postgres has one column. */
const numberTypes = /^(integer|bigint|double precision|numeric\(.*\))$/;

/** The results that are kept in Postgres, as they are served from there. */
export function planServedTables(
  domain: Domain,
  tables: readonly TablePlan[],
  connectors: readonly ConnectorPlan[],
  postgresTables: readonly PostgresTablePlan[],
): readonly ServedTablePlan[] {
  return domain.results.flatMap((result) => {
    const table = tables.find(({ name }) => name === result.table);
    const store = postgresTables.find((each) => each.table === result.table);
    const connector = connectors.find(({ config }) => fills(config, store));
    if (table === undefined || store === undefined || connector === undefined) return [];
    return [serve(result, { domain, table, store, connector, postgresTables })];
  });
}

interface Context {
  readonly domain: Domain;
  readonly table: TablePlan;
  readonly store: PostgresTablePlan;
  readonly connector: ConnectorPlan;
  readonly postgresTables: readonly PostgresTablePlan[];
}

function serve(
  result: ResultTable,
  { domain, table, store, connector, postgresTables }: Context,
): ServedTablePlan {
  const isWindow = isWindowed(result);
  const timeColumn = timeOf(result);
  const groupColumns = groupsOf(result);
  const columns = store.columns.flatMap((column) => servedColumn(column, result.columns));
  const finalTable = domain.results.find(
    (other) =>
      other.table === `${result.table}_final` &&
      columns.every(({ name }) => has(other, name)) &&
      postgresTables.some((each) => each.table === other.table),
  );
  return {
    name: result.table,
    domain: domain.name,
    ...given("doc", result.doc),
    topic: table.topic,
    changelogMode: result.mode,
    connector: connector.name,
    postgresTable: store.name,
    primaryKey: store.primaryKey,
    key: table.key,
    value: table.value,
    columns,
    isWindow,
    ...given("timeColumn", timeColumn),
    groupColumns: groupColumns.filter((name) => columns.some((column) => column.name === name)),
    measures: columns
      .filter(
        ({ name, type }) => numberTypes.test(type) && name !== rankColumn && !groupColumns.includes(name),
      )
      .map(({ name }) => name),
    finality: result.mode === "append" ? "always" : finalTable === undefined ? "never" : "paired",
    ...given("finalTable", result.mode === "append" ? undefined : finalTable?.table),
  };
}

/** A column as it is served; personal ones are not. */
function servedColumn(
  { name, type, nullable }: PostgresTablePlan["columns"][number],
  columns: readonly Column[],
): readonly ServedColumnPlan[] {
  const source =
    columns.find((column) => column.name === name) ??
    columns.find((column) => name.startsWith(`${column.name}_`));
  if (source === undefined || holdsPersonal(source)) return [];
  const currency = source.type.kind === "money" && source.name === name ? source.type.currency : undefined;
  return [
    {
      name,
      type,
      nullable,
      ...given("doc", source.doc),
      ...(currency === undefined ? {} : { unit: currency, isMinorUnits: true }),
    },
  ];
}

function holdsPersonal({ isPersonal, type }: Column): boolean {
  if (isPersonal) return true;
  if (type.kind === "record") return type.fields.some(holdsPersonal);
  if (type.kind === "array") return holdsPersonal(type.items);
  return type.kind === "map" && holdsPersonal(type.values);
}

function fills(config: ConnectorPlan["config"], store: PostgresTablePlan | undefined): boolean {
  if (config["connector.class"] !== "io.debezium.connector.jdbc.JdbcSinkConnector") return false;
  return (config["collection.name.format"] ?? config["table.name.format"]) === store?.name;
}
