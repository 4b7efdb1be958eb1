import {
  bindPlaceholders,
  emitFlinkDdl,
  emitFlinkSettings,
  emitStatementSet,
  type Plan,
  type StatementPlan,
} from "@millrace/domain";

/** Everything that is sent to a SQL Gateway to run one statement of a plan. */
export interface StatementScript {
  /** Session properties. */
  readonly properties: Readonly<Record<string, string>>;
  /** With placeholders for what the target knows: addresses change, and a remembered script goes on. */
  readonly ddl: readonly string[];
  /** `EXECUTE STATEMENT SET BEGIN … END`, with placeholders. */
  readonly statementSet: string;
  /** The topic behind every table. */
  readonly topics: Readonly<Record<string, string>>;
  /** How long events are remembered so that duplicates are known, in milliseconds, by the table of all that came. */
  readonly horizons?: Readonly<Record<string, number>>;
}

/** The name under which a statement's job runs: it changes with the statement. */
export function jobNameOf(statement: Pick<StatementPlan, "name" | "hash">): string {
  return `${statement.name}-${statement.hash}`;
}

/** Compiles a statement of the plan for open-source Flink. */
export function statementScript(plan: Plan, statement: StatementPlan): StatementScript {
  const own = {
    "statement.transactional_id_prefix": `${plan.stage}-${statement.name}`,
    "statement.group_id": `${plan.stage}-${statement.name}`,
  };
  const tables = statement.tables.map((name) => {
    const table = plan.tables.find((each) => each.name === name);
    if (table === undefined) throw new Error(`statement ${statement.name} names the unknown table ${name}`);
    return table;
  });
  return {
    properties: emitFlinkSettings(statement, { target: "local" }),
    ddl: tables.flatMap((table) => emitFlinkDdl(table, { target: "local" })).map((ddl) => bindOwn(ddl, own)),
    statementSet: emitStatementSet(statement),
    horizons: Object.fromEntries(
      tables.flatMap(({ deduplicate }) =>
        deduplicate === undefined ? [] : [[deduplicate.receivedTable, deduplicate.withinMs]],
      ),
    ),
    topics: Object.fromEntries(
      tables.map(({ name, topic, deduplicate }) => [deduplicate?.receivedTable ?? name, topic]),
    ),
  };
}

/** The script with the target's addresses filled in. */
export function boundScript(
  script: StatementScript,
  bindings: Readonly<Record<string, string>>,
): StatementScript {
  return {
    ...script,
    ddl: script.ddl.map((text) => bindPlaceholders(text, bindings)),
    statementSet: bindPlaceholders(script.statementSet, bindings),
  };
}

/** Fills in what only the statement knows, and leaves the target's placeholders. */
function bindOwn(text: string, own: Readonly<Record<string, string>>): string {
  return text.replaceAll(/(?<!\$)\$\{([^{}]*)\}/g, (found, name: string) => own[name] ?? found);
}
