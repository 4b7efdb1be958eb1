import type { StatementTarget } from "@millrace/engines";
import { parseBootstrapServers } from "@millrace/kafka";
import { diagnose } from "./diagnose.ts";
import type { StatementFacts } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { gatherStatement } from "./gather/statement-facts.ts";
import { inOrder } from "./in-order.ts";
import { selectStatements, type SubmittedScript } from "./started-statement.ts";

/** Where to look: the same target to which statements are applied. */
export interface DoctorTarget extends Pick<StatementTarget, "gateway" | "jobManager" | "bindings"> {
  /** The statements that were started. */
  readonly record: { all(): Readonly<Record<string, SubmittedScript>> };
}

/** What to look at, and how patiently. */
export interface DoctorOptions {
  /** Statements and result tables; all when empty or left out. */
  readonly names?: readonly string[];
  /** How long Kafka may be away, in milliseconds; Flink has four times as long to plan. Default 5,000. */
  readonly timeoutMs?: number;
  /** How long the JobManager is given to fetch fresh metrics, in milliseconds. Default 1,000. */
  readonly settleMs?: number;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: () => number;
}

/** What was found about one statement. */
export interface StatementDiagnosis {
  readonly statement: string;
  readonly jobId: string;
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** What was looked at and is not the cause. */
  readonly inOrder: readonly string[];
  readonly facts: StatementFacts;
}

/**
 * Says why started statements emitted nothing: looks at the job, its checkpoints, the partitions of its sources, the
 * watermark, the windows and the result topics. An engine that does not answer is a finding.
 * @throws UnknownStatementError, NoStatementError
 */
export async function doctorWindows(
  target: DoctorTarget,
  { names = [], timeoutMs = 5_000, settleMs = 1_000, clock = Date.now }: DoctorOptions = {},
): Promise<readonly StatementDiagnosis[]> {
  const { gateway, jobManager, bindings } = target;
  const statements = selectStatements(target.record.all(), { names, bindings });
  const topics = {
    connection: { bootstrapServers: parseBootstrapServers(bindings["kafka.bootstrap_servers"] ?? "") },
    registryUrl: bindings["registry.ccompat_url"] ?? "",
    timeoutMs,
  };
  const places = { gateway, jobManager, topics, settleMs, flinkTimeoutMs: 4 * timeoutMs, clock };
  return Promise.all(
    statements.map(async (statement) => {
      const facts = await gatherStatement(places, statement);
      return {
        statement: facts.name,
        jobId: facts.jobId,
        findings: diagnose(facts),
        inOrder: inOrder(facts),
        facts,
      };
    }),
  );
}
