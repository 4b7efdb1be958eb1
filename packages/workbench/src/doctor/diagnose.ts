import type { StatementFacts } from "./facts.ts";
import type { Finding, Rule, Severity } from "./finding.ts";
import { backlog } from "./rules/backlog.ts";
import { checkpoints } from "./rules/checkpoints.ts";
import { engineUnreachable } from "./rules/engine-unreachable.ts";
import { eventTime } from "./rules/event-time.ts";
import { eventsBehind } from "./rules/events-behind.ts";
import { jobRestarts } from "./rules/job-restarts.ts";
import { jobState } from "./rules/job-state.ts";
import { noIdleTimeout } from "./rules/no-idle-timeout.ts";
import { resultRows } from "./rules/result-rows.ts";
import { topicEmpty } from "./rules/topic-empty.ts";
import { windowWaits } from "./rules/window-waits.ts";

const rules: readonly Rule[] = [
  engineUnreachable,
  jobState,
  jobRestarts,
  checkpoints,
  eventTime,
  noIdleTimeout,
  topicEmpty,
  resultRows,
  windowWaits,
  eventsBehind,
  backlog,
];

const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** From facts to findings, the worst first; a pure function. */
export function diagnose(statement: StatementFacts): readonly Finding[] {
  return rules.flatMap((rule) => rule(statement)).toSorted((a, b) => order[a.severity] - order[b.severity]);
}
