import { parseDuration } from "@millrace/domain";
import type { GatewaySession, SqlGateway } from "@millrace/flink";
import { readExplainedPlan } from "../explained-plan.ts";
import type { PlanFacts } from "../facts.ts";
import type { StatementScript } from "../started-statement.ts";

/** A gateway that does not answer is not waited for to end a session that it forgets anyway. */
const closeTimeoutMs = 1_000;

/** Lets Flink explain the statement as it was submitted, in a session of its own; nothing is run. */
export async function gatherPlan(
  gateway: SqlGateway,
  script: StatementScript,
  signal: AbortSignal,
): Promise<PlanFacts> {
  const session = await gateway.openSession({ name: "doctor", properties: script.properties, signal });
  try {
    return await explain(session, script, signal);
  } finally {
    await session.close({ signal: AbortSignal.timeout(closeTimeoutMs) }).catch(() => undefined);
  }
}

async function explain(
  session: GatewaySession,
  script: StatementScript,
  signal: AbortSignal,
): Promise<PlanFacts> {
  for (const ddl of script.ddl) await session.configure(ddl, { signal });
  const explained = await session.execute(script.statementSet.replace(/^EXECUTE /, "EXPLAIN "), { signal });
  const rows = await explained.rows({ signal });
  const text = rows.map((row) => Object.values(row).map(String).join("")).join("\n");
  const { "execution.checkpointing.interval": interval } = await session.properties({ signal });
  return { ...readExplainedPlan(text), checkpointIntervalMs: intervalOf(interval) };
}

function intervalOf(text: string | undefined): number | undefined {
  const ms = text === undefined ? 0 : parseDuration(text);
  return ms > 0 ? ms : undefined;
}
