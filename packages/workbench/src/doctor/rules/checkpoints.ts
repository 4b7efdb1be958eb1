import type { Checkpoint } from "@millrace/flink";
import { valueOf } from "../reading.ts";
import { span, utc } from "../show/time-text.ts";
import type { Finding, FindingCode, Rule, Severity } from "../finding.ts";
import type { StatementFacts } from "../facts.ts";

/** Rows are committed by checkpoints: without one, readers of committed rows see none. */
export const checkpoints: Rule = (statement) => {
  const job = valueOf(statement.job);
  const plan = valueOf(statement.plan);
  if (job?.state !== "RUNNING" || job.checkpoints === undefined) return [];
  if (plan !== undefined && plan.checkpointIntervalMs === undefined) return [off(statement)];
  const { latestCompleted, latestFailed, history } = job.checkpoints;
  const patienceMs = Math.max(30_000, 10 * (plan?.checkpointIntervalMs ?? 0));
  if (latestFailed !== undefined && latestFailed.id > (latestCompleted?.id ?? 0)) {
    return [failing(statement, latestFailed, latestCompleted)];
  }
  const since = latestCompleted === undefined ? job.startedAt : endOf(latestCompleted);
  const waitedMs = statement.now - (since ?? statement.now);
  const running = history.find(({ state }) => state === "IN_PROGRESS");
  if (latestCompleted === undefined) return [none(statement, waitedMs, waitedMs > patienceMs)];
  return waitedMs > patienceMs ? [stuck(statement, latestCompleted, running)] : [];
};

/** When a checkpoint was complete. */
export function endOf({ triggeredAt, durationMs }: Checkpoint): number {
  return triggeredAt + durationMs;
}

function off(statement: StatementFacts): Finding {
  return finding(statement, "no-checkpoint", "error", {
    sentence: "checkpoints are off, so no result is ever committed.",
    advice: "Set execution.checkpointing.interval.",
    facts: {},
  });
}

function failing(statement: StatementFacts, failed: Checkpoint, completed: Checkpoint | undefined): Finding {
  const last =
    completed === undefined
      ? "none has completed yet"
      : `the last complete one is of ${utc(endOf(completed))}`;
  return finding(statement, "checkpoints-fail", "error", {
    sentence: `checkpoint ${failed.id} of ${utc(failed.triggeredAt)} failed: ${failed.failure?.replace(/\.$/, "") ?? "no reason given"}; ${last}. Rows written since then are not committed.`,
    advice:
      'Look for the cause in "npm run logs -- flink-jobmanager" and "npm run logs -- flink-taskmanager".',
    facts: { failed, completed },
  });
}

function none(statement: StatementFacts, waitedMs: number, isTooLong: boolean): Finding {
  return finding(statement, "no-checkpoint", isTooLong ? "error" : "info", {
    sentence: `no checkpoint is complete since the job started ${span(waitedMs)} ago, so no result is committed yet.`,
    advice: isTooLong
      ? 'Look for the cause in "npm run logs -- flink-taskmanager": a sink that cannot write, or a task without a slot.'
      : "Wait for the first one.",
    facts: { waitedMs },
  });
}

function stuck(statement: StatementFacts, last: Checkpoint, running: Checkpoint | undefined): Finding {
  const now =
    running === undefined
      ? "none is under way"
      : `checkpoint ${running.id} is under way since ${utc(running.triggeredAt)}`;
  return finding(statement, "checkpoint-stuck", "error", {
    sentence: `the last complete checkpoint is of ${utc(endOf(last))}, ${span(statement.now - endOf(last))} ago, and ${now}. Rows written since then are not committed.`,
    advice: "Look for back-pressure in the Flink UI: a sink that is slow holds checkpoints up.",
    facts: { last, running },
  });
}

function finding(
  { name }: StatementFacts,
  code: FindingCode,
  severity: Severity,
  { sentence, advice, facts }: Pick<Finding, "sentence" | "advice" | "facts">,
): Finding {
  return { code, severity, subject: name, sentence: `${name}: ${sentence}`, advice, facts };
}
