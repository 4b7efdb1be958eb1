import type { StatementScript } from "../started-statement.ts";
import type { SqlGateway } from "@millrace/flink";
import { readExplainedPlan } from "../explained-plan.ts";
import type { PlanFacts } from "../facts.ts";
import { parseDuration } from "@millrace/domain";

/** Lets Flink explain the statement as it was submitted, in a session of its own; nothing is run. */
export async function gatherPlan(gateway: SqlGateway, script: StatementScript): Promise<PlanFacts> {
  await using session = await gateway.openSession({ name: "doctor", properties: script.properties });
  for (const ddl of script.ddl) await session.configure(ddl);
  const explained = await session.execute(script.statementSet.replace(/^EXECUTE /, "EXPLAIN "));
  const rows = await explained.rows();
  const text = rows.map((row) => Object.values(row).map(String).join("")).join("\n");
  const { "execution.checkpointing.interval": interval } = await session.properties();
  return { ...readExplainedPlan(text), checkpointIntervalMs: intervalOf(interval) };
}

function intervalOf(text: string | undefined): number | undefined {
  const ms = text === undefined ? 0 : parseDuration(text);
  return ms > 0 ? ms : undefined;
}
