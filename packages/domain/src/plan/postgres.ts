import { describeFound, suggest } from "@millrace/common";
import type { Domain, EventStream, ResultTable } from "../normalize/domain.ts";
import type { ConnectorPlan, PostgresTablePlan } from "../plan.ts";
import { type DomainProblem, withSuggestion } from "../problem.ts";
import type { ValidConnector } from "../validate/validate.ts";
import { topicName } from "./names.ts";
import { planPostgresColumns } from "./postgres-columns.ts";
import { planUpkeep, type Retentions } from "./postgres-upkeep.ts";
import { isStoreColumn, sourceRecord } from "./store-columns.ts";

const sinkClass = "io.debezium.connector.jdbc.JdbcSinkConnector";

/** Where a sink says which table it fills; the second is the older name of the first. */
const tableKeys = ["collection.name.format", "table.name.format"] as const;

const flatten = "org.apache.kafka.connect.transforms.Flatten$Value";

type Source = EventStream | ResultTable;

/** A fault of a connector, at one of its configuration keys. */
interface Fault extends Pick<DomainProblem, "found" | "expected" | "suggestion" | "hint"> {
  readonly key: string;
}

/** The tables that Postgres sinks fill; each sink reads one table of the domain and names one of the database. */
export function planPostgresTables(
  connectors: readonly ConnectorPlan[],
  sources: readonly ValidConnector[],
  domain: Domain,
  { stage, retentions }: { readonly stage: string; readonly retentions: Retentions },
): { readonly tables: readonly PostgresTablePlan[]; readonly problems: readonly DomainProblem[] } {
  const planned = connectors
    .filter(({ config }) => config["connector.class"] === sinkClass)
    .map((connector) => ({ connector, outcome: planTable(connector, domain, { stage, retentions }) }));
  return {
    tables: planned.flatMap(({ outcome }) => ("table" in outcome ? [outcome] : [])),
    problems: planned.flatMap(({ connector, outcome }) =>
      "key" in outcome ? [toProblem(outcome, connector, sources)] : [],
    ),
  };
}

function planTable(
  connector: ConnectorPlan,
  domain: Domain,
  { stage, retentions }: { readonly stage: string; readonly retentions: Retentions },
): PostgresTablePlan | Fault {
  const { config } = connector;
  const topic = config["topics"] ?? "";
  const source = [...domain.streams, ...domain.results].find(
    (each) => topicName(stage, each.topic) === topic,
  );
  if (source === undefined)
    return {
      key: "topics",
      found: describeFound(config["topics"]),
      expected: "${topic:…} of one table of the domain",
    };
  const tableKey = tableKeys.find((key) => config[key] !== undefined) ?? tableKeys[0];
  const name = config[tableKey] ?? "";
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name))
    return {
      key: tableKey,
      found: describeFound(config[tableKey]),
      expected: "the table's name in snake_case",
    };
  const columns = planColumns(source, flattens(config));
  if ("key" in columns) return columns;
  const primaryKey = planPrimaryKey(connector, source);
  if ("key" in primaryKey) return primaryKey;
  if (!transformsOf(config).some((transform) => writesItsPlace(config, transform)))
    return withoutPlace(config);
  const table = {
    name,
    domain: domain.name,
    table: source.table,
    columns: columns.map((column) =>
      primaryKey.includes(column.name) ? { ...column, nullable: false } : column,
    ),
    primaryKey,
  };
  return { ...table, ...planUpkeep(source, table, retentions) };
}

function transformsOf(config: ConnectorPlan["config"]): readonly string[] {
  return (config["transforms"] ?? "").split(",").map((transform) => `transforms.${transform.trim()}`);
}

/** Whether the connector writes a record's fields into columns `<record>_<field>`. */
function flattens(config: ConnectorPlan["config"]): boolean {
  return transformsOf(config).some(
    (prefix) => config[`${prefix}.type`] === flatten && config[`${prefix}.delimiter`] === "_",
  );
}

/** A field's name may end with how it is made: `!` required, `?` optional. */
function writesItsPlace(config: ConnectorPlan["config"], prefix: string): boolean {
  return (
    config[`${prefix}.type`] === sourceRecord.type &&
    Object.entries(sourceRecord.fields).every(
      ([key, field]) => config[`${prefix}.${key}`]?.replace(/[!?]$/, "") === field,
    )
  );
}

function withoutPlace(config: ConnectorPlan["config"]): Fault {
  const { name, type, fields } = sourceRecord;
  const settings = Object.entries({ type, ...fields }).map(
    ([key, value]) => `"transforms.${name}.${key}": "${value}"`,
  );
  return {
    key: "transforms",
    found: config["transforms"] === undefined ? "nothing" : `only ${config["transforms"]}`,
    expected: "a transform that writes kafka_partition and kafka_offset",
    hint: `they tell a record that comes again from a new one: add ${name} to transforms, with ${settings.join(", ")}`,
  };
}

function planColumns(source: Source, isFlattened: boolean): PostgresTablePlan["columns"] | Fault {
  const {
    columns,
    unfit: [first],
  } = planPostgresColumns(source.columns, isFlattened);
  const taken = columns.find(({ name }) => isStoreColumn(name));
  if (taken !== undefined)
    return {
      key: "topics",
      found: `column ${taken.name} of ${source.table}, a name that the store keeps for itself`,
      expected: "another name than as_of, kafka_partition and kafka_offset",
    };
  if (first === undefined) return columns;
  return {
    key: "topics",
    found: `column ${first.name} of ${source.table}, which is of type ${first.kind}`,
    expected: "columns with a single value",
    hint: "let the statement write its parts into columns of their own",
  };
}

function planPrimaryKey({ config }: ConnectorPlan, source: Source): readonly string[] | Fault {
  const key = "primary.key.fields";
  const fields = (config[key] ?? "").split(",").map((field) => field.trim());
  const names = fields.filter((field) => field !== "");
  const unknown = names.find((name) => !source.columns.some((column) => column.name === name));
  if (unknown === undefined) return names.length > 0 ? names : source.key;
  const known = source.columns.map(({ name }) => name);
  return {
    key,
    found: describeFound(unknown),
    expected: `columns of ${source.table}: ${known.join(", ")}`,
    ...withSuggestion(suggest(unknown, known)),
  };
}

function toProblem(
  { key, ...facts }: Fault,
  connector: ConnectorPlan,
  sources: readonly ValidConnector[],
): DomainProblem {
  const document = sources.find(({ input }) => input.name === connector.name)?.document;
  const position = document?.positionOf(["config", key]) ?? { line: 1, column: 1 };
  return { file: connector.file, path: `config ${key}`, ...position, ...facts };
}
