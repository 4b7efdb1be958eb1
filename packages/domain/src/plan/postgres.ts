import { describeFound } from "@millrace/common";
import type { Column, Domain, ResultTable } from "../normalize/domain.ts";
import type { ConnectorPlan, PostgresTablePlan } from "../plan.ts";
import { type DomainProblem, withSuggestion } from "../problem.ts";
import { suggest } from "../suggest.ts";
import type { ValidConnector } from "../validate/validate.ts";
import { topicName } from "./names.ts";

const sinkClass = "io.debezium.connector.jdbc.JdbcSinkConnector";

/** Where a sink says which table it fills; the second is the older name of the first. */
const tableKeys = ["collection.name.format", "table.name.format"] as const;

const postgresTypes: Readonly<Partial<Record<Column["type"]["kind"], string>>> = {
  string: "text",
  enum: "text",
  int: "integer",
  long: "bigint",
  double: "double precision",
  boolean: "boolean",
  timestamp: "timestamptz",
};

/** A fault of a connector, at one of its configuration keys. */
interface Fault extends Pick<DomainProblem, "found" | "expected" | "suggestion" | "hint"> {
  readonly key: string;
}

/** The tables that Postgres sinks fill; each sink reads one result and names one table. */
export function planPostgresTables(
  connectors: readonly ConnectorPlan[],
  sources: readonly ValidConnector[],
  domain: Domain,
  stage: string,
): { readonly tables: readonly PostgresTablePlan[]; readonly problems: readonly DomainProblem[] } {
  const planned = connectors
    .filter(({ config }) => config["connector.class"] === sinkClass)
    .map((connector) => ({ connector, outcome: planTable(connector, domain, stage) }));
  return {
    tables: planned.flatMap(({ outcome }) => ("table" in outcome ? [outcome] : [])),
    problems: planned.flatMap(({ connector, outcome }) =>
      "key" in outcome ? [toProblem(outcome, connector, sources)] : [],
    ),
  };
}

function planTable(connector: ConnectorPlan, domain: Domain, stage: string): PostgresTablePlan | Fault {
  const { config } = connector;
  const topic = config["topics"] ?? "";
  const result = domain.results.find((each) => topicName(stage, each.topic) === topic);
  if (result === undefined)
    return { key: "topics", found: describeFound(config["topics"]), expected: "${topic:…} of one result" };
  const tableKey = tableKeys.find((key) => config[key] !== undefined) ?? tableKeys[0];
  const name = config[tableKey] ?? "";
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name))
    return {
      key: tableKey,
      found: describeFound(config[tableKey]),
      expected: "the table's name in snake_case",
    };
  const columns = planColumns(result);
  if ("key" in columns) return columns;
  const primaryKey = planPrimaryKey(connector, result);
  if ("key" in primaryKey) return primaryKey;
  return { name, domain: domain.name, table: result.table, columns, primaryKey };
}

function planColumns(result: ResultTable): PostgresTablePlan["columns"] | Fault {
  const unfit = result.columns.find((column) => postgresTypeOf(column) === undefined);
  if (unfit === undefined)
    return result.columns.map((column) => ({
      name: column.name,
      type: postgresTypeOf(column) ?? "",
      nullable: column.isOptional,
    }));
  return {
    key: "topics",
    found: `column ${unfit.name} of ${result.table}, which is of type ${unfit.type.kind}`,
    expected: "columns with a single value",
    hint: "let the statement write its parts into columns of their own",
  };
}

function postgresTypeOf({ type }: Column): string | undefined {
  if (type.kind === "money") return type.currency === undefined ? undefined : "bigint";
  return postgresTypes[type.kind];
}

function planPrimaryKey({ config }: ConnectorPlan, result: ResultTable): readonly string[] | Fault {
  const key = "primary.key.fields";
  const fields = (config[key] ?? "").split(",").map((field) => field.trim());
  const names = fields.filter((field) => field !== "");
  const unknown = names.find((name) => !result.columns.some((column) => column.name === name));
  if (unknown === undefined) return names.length > 0 ? names : result.key;
  const known = result.columns.map(({ name }) => name);
  return {
    key,
    found: describeFound(unknown),
    expected: `columns of ${result.table}: ${known.join(", ")}`,
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
