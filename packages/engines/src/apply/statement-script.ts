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
  readonly ddl: readonly string[];
  /** `EXECUTE STATEMENT SET BEGIN … END`. */
  readonly statementSet: string;
}

/** The name under which a statement's job runs: it changes with the statement. */
export function jobNameOf(statement: Pick<StatementPlan, "name" | "hash">): string {
  return `${statement.name}-${statement.hash}`;
}

/** Compiles a statement of the plan for open-source Flink, with the target's addresses filled in. */
export function statementScript(
  plan: Plan,
  statement: StatementPlan,
  bindings: Readonly<Record<string, string>>,
): StatementScript {
  const own = {
    ...bindings,
    "statement.transactional_id_prefix": `${plan.stage}-${statement.name}`,
    "statement.group_id": `${plan.stage}-${statement.name}`,
  };
  const tables = statement.tables.map((name) => {
    const table = plan.tables.find((each) => each.name === name);
    if (table === undefined) throw new Error(`statement ${statement.name} names the unknown table ${name}`);
    return bindPlaceholders(emitFlinkDdl(table, { target: "local" }), own);
  });
  return {
    properties: emitFlinkSettings(statement, { target: "local" }),
    ddl: tables,
    statementSet: bindPlaceholders(emitStatementSet(statement), own),
  };
}
