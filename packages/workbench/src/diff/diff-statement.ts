import type { Plan, StatementPlan, TablePlan } from "@millrace/domain";
import { comparePlans, type StateChange } from "@millrace/engines";
import { type PreparedStatements, prepareStatements } from "../flink/prepared-statements.ts";
import type { Scripts } from "../flink/script.ts";
import type { WorkbenchFlink } from "../flink/workbench-flink.ts";
import { compareResults, type ResultDifference } from "./compare-results.ts";

/** One form of a domain's statement. */
export interface StatementForm {
  readonly plan: Plan;
  readonly statement: StatementPlan;
}

/** Events to compare over. */
export interface DiffInput {
  /** Where they come from: `test late-rows`, `the last 10 minutes of test.streaming.page-view`. */
  readonly name: string;
  /** The same events, each as its form's domain.yaml reads them. */
  readonly before: Scripts;
  readonly after: Scripts;
}

/** What is compared. */
export interface DiffRequest {
  readonly flink: WorkbenchFlink;
  readonly before: StatementForm;
  readonly after: StatementForm;
  readonly inputs: readonly DiffInput[];
  readonly signal?: AbortSignal | undefined;
}

/** What changes in the results over one input. */
export interface InputDifference {
  readonly input: string;
  readonly events: number;
  readonly results: readonly ResultDifference[];
}

/** Everything that an edit of a statement changes. */
export interface SqlDifference {
  readonly statement: string;
  readonly isSame: boolean;
  readonly inputs: readonly InputDifference[];
  /** Flink's optimised plan of both forms, as EXPLAIN prints it. */
  readonly explained: { readonly before: string; readonly after: string };
  /** What applying the edit would do to the state of the running statement. */
  readonly state: readonly StateChange[];
}

/**
 * Runs the same events through two forms of a statement, on a Flink of the workbench's own.
 * @throws FlinkStatementError at the place in the user's file where Flink refuses one of the forms
 */
export async function diffStatement(request: DiffRequest): Promise<SqlDifference> {
  const { flink, before, after, inputs, signal } = request;
  await using old = await prepareStatements(flink, { ...before, signal });
  await using now = await prepareStatements(flink, { ...after, signal });
  const compared: InputDifference[] = [];
  for (const input of inputs) {
    // One after the other: two jobs at once would only wait for the same two cores.
    const oldChanges = await old.run(input.before, { signal });
    const nowChanges = await now.run(input.after, { signal });
    const results = compareResults(
      { tables: tablesOf(before), changes: oldChanges },
      { tables: tablesOf(after), changes: nowChanges },
    );
    compared.push({ input: input.name, events: countEvents(input.after), results });
  }
  return {
    statement: after.statement.name,
    isSame: before.statement.hash === after.statement.hash,
    inputs: compared,
    explained: { before: await old.explain(), after: await now.explain() },
    state: comparePlans(withTopics(old, before), withTopics(now, after)).state,
  };
}

function tablesOf({ plan, statement }: StatementForm): readonly TablePlan[] {
  return plan.tables.filter(({ name }) => statement.tables.includes(name));
}

function withTopics(prepared: PreparedStatements, form: StatementForm) {
  return {
    plan: prepared.compiledPlan(),
    topics: Object.fromEntries(tablesOf(form).map(({ name, topic }) => [name, topic])),
  };
}

function countEvents(scripts: Scripts): number {
  return Object.values(scripts).reduce(
    (sum, steps) => sum + steps.filter(({ kind }) => kind === "row").length,
    0,
  );
}
