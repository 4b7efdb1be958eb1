import {
  bindPlaceholders,
  emitFlinkDdl,
  emitFlinkSettings,
  emitStatementSet,
  type InsertPlan,
  locateInStatementSet,
  type Plan,
  type SourceFile,
  type StatementPlan,
} from "@millrace/domain";
import {
  describeCause,
  FlinkStatementError,
  type GatewaySession,
  type LocateSql,
  type SqlGateway,
  type SqlPosition,
} from "@millrace/flink";
import { type LintProblem, sortLintProblems } from "./problem.ts";

/** Planning reaches no address, so that any will do. */
const anyAddress: Readonly<Record<string, string>> = {
  "kafka.bootstrap_servers": "localhost:9092",
  "registry.ccompat_url": "http://localhost",
  "statement.group_id": "lint",
  "statement.transactional_id_prefix": "lint",
};

/**
 * Asks a running Flink to plan every statement of a plan, and gives what it complains about. Nothing is started, and
 * the tables live in a session that is closed again.
 * @throws FlinkError of another kind than a refused statement: the gateway is down, or is none
 */
export async function explainPlan(
  gateway: SqlGateway,
  plan: Plan,
  sources: readonly SourceFile[],
): Promise<readonly LintProblem[]> {
  const problems = await Promise.all(
    plan.statements.map((each) => explainStatement(gateway, plan, each, sources)),
  );
  return sortLintProblems(problems.flat());
}

/** The whole set is planned first; Flink stops at the first fault, so that after one each insert is planned alone. */
async function explainStatement(
  gateway: SqlGateway,
  plan: Plan,
  statement: StatementPlan,
  sources: readonly SourceFile[],
): Promise<readonly LintProblem[]> {
  await using session = await gateway.openSession({
    name: `lint ${statement.name}`,
    properties: emitFlinkSettings(statement, { target: "local" }),
  });
  const tables = plan.tables.filter(({ name }) => statement.tables.includes(name));
  for (const ddl of tables.flatMap((table) => emitFlinkDdl(table, { target: "local" })))
    await session.configure(bindPlaceholders(ddl, anyAddress));
  const whole = await explain(session, statement);
  if (whole === undefined) return [];
  const problems: LintProblem[] = [];
  for (const insert of statement.inserts) {
    const alone = await explain(session, { ...statement, inserts: [insert] });
    if (alone !== undefined) problems.push(toProblem(alone, insert, sources));
  }
  const [first] = statement.inserts;
  // Each may be right by itself, and all together not.
  return problems.length > 0 || first === undefined ? problems : [toProblem(whole, first, sources)];
}

/** What Flink says against a statement set; undefined where it plans it. */
async function explain(
  session: GatewaySession,
  statement: StatementPlan,
): Promise<FlinkStatementError | undefined> {
  const locate: LocateSql = (position) => locateIn(statement, position);
  const text = bindPlaceholders(emitStatementSet(statement), anyAddress).replace(/^EXECUTE /, "EXPLAIN ");
  try {
    await using explained = await session.execute(text, { locate });
    await explained.rows();
    return undefined;
  } catch (error) {
    if (error instanceof FlinkStatementError) return error;
    throw error;
  }
}

/** The place in a user's file, its end included; unchanged for what the compiler wrote. */
function locateIn(statement: StatementPlan, position: SqlPosition): SqlPosition {
  const { endLine, endColumn } = position;
  const start = locateInStatementSet(statement, position);
  if (start === undefined) return position;
  if (endLine === undefined || endColumn === undefined) return start;
  const end = locateInStatementSet(statement, { line: endLine, column: endColumn });
  return end?.file === start.file ? { ...start, endLine: end.line, endColumn: end.column } : start;
}

function toProblem(
  error: FlinkStatementError,
  insert: InsertPlan,
  sources: readonly SourceFile[],
): LintProblem {
  const { position } = error;
  const isLocated = position?.file !== undefined;
  const file = isLocated ? (position.file ?? insert.file) : insert.file;
  const { line, column } = isLocated ? position : insert.query;
  const text = sources.find(({ path }) => path === file)?.text.split("\n")[line - 1] ?? "";
  const isOneLine = isLocated && (position.endLine ?? line) === line;
  const endColumn = isOneLine ? (position.endColumn ?? column) + 1 : wordEnd(text, column);
  return {
    file,
    line,
    column,
    endColumn: Math.max(column + 1, endColumn),
    severity: "error",
    code: "explain",
    message: sentence(describeCause(error.rootCause)),
  };
}

function wordEnd(text: string, column: number): number {
  return column + (/^\w+/.exec(text.slice(column - 1))?.[0].length ?? 1);
}

/** Flink's message on one line, without its position in the whole set, and without a stop. */
function sentence(message: string): string {
  return message
    .replace(/^From line \d+, column \d+ to line \d+, column \d+: /, "")
    .replace(/ at line \d+, column \d+/, "")
    .replaceAll(/\s+/g, " ")
    .replace(/\.$/, "")
    .trim();
}
