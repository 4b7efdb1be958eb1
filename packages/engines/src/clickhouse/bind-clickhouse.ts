import {
  type ClickHouseTablePlan,
  findPlaceholders,
  bindSome,
  type ConnectorPlan,
  type Plan,
} from "@millrace/domain";

/** Where ClickHouse is, as the settings of a stage say it. */
export interface ClickHousePlace {
  /** Its HTTP interface: `http://clickhouse:8123`. */
  readonly url: string;
  readonly user: string;
  /** May name secrets: `${secret:clickhouse-password}`. */
  readonly password: string;
  readonly database: string;
}

/**
 * A plan whose connectors know where ClickHouse is. Without a place those that would have to know it are left out; their
 * tables stay in the plan, and {@link unplacedTables} names them.
 */
export function bindClickHouse(plan: Plan, place: ClickHousePlace | undefined): Plan {
  if (place === undefined)
    return { ...plan, connectors: plan.connectors.filter((connector) => !asksForPlace(connector)) };
  const values = new Map(Object.entries(place).map(([key, value]) => [`${prefix}${key}`, value]));
  return {
    ...plan,
    connectors: plan.connectors.map((connector) =>
      asksForPlace(connector) ? { ...connector, config: bound(connector.config, values) } : connector,
    ),
  };
}

/** The tables of a plan that nothing fills, because nobody says where ClickHouse is. */
export function unplacedTables({
  clickhouseTables,
  connectors,
}: Pick<Plan, "clickhouseTables" | "connectors">): readonly ClickHouseTablePlan[] {
  return clickhouseTables.filter(({ connector }) => !connectors.some(({ name }) => name === connector));
}

const prefix = "clickhouse.";

function asksForPlace({ config }: ConnectorPlan): boolean {
  return Object.values(config)
    .flatMap(findPlaceholders)
    .some(({ name }) => name.startsWith(prefix));
}

function bound(
  config: ConnectorPlan["config"],
  values: ReadonlyMap<string, string>,
): ConnectorPlan["config"] {
  return Object.fromEntries(
    Object.entries(config).map(([key, text]) => [key, bindSome(text, (name) => values.get(name))]),
  );
}
