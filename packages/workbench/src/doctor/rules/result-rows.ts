import type { ResultFacts, ResultPlan, RowFacts, StatementFacts } from "../facts.ts";
import type { Finding, Rule } from "../finding.ts";
import { valueOf } from "../reading.ts";
import { span, utcRange } from "../show/time-text.ts";
import { lastClosed } from "../window-kind.ts";
import { windowedResults } from "../windowed-results.ts";

/** A result whose topic holds no committed rows, and which part of the way they are on. */
export const resultRows: Rule = (statement) =>
  statement.results.flatMap((result) => {
    const rows = valueOf(result.rows);
    if (rows === undefined || rows.hasRows) return [];
    if (rows.uncommitted > 0) return [uncommitted(statement, result, rows)];
    const plan = valueOf(statement.plan)?.results.find(({ table }) => table === result.table);
    if (plan === undefined || !hasEvents(statement, plan)) return [];
    return plan.windows.length === 0 ? [unwindowed(result, plan)] : closedWithoutRows(statement, result);
  });

function hasEvents({ sources }: StatementFacts, plan: ResultPlan): boolean {
  return sources
    .filter(({ table }) => plan.sources.includes(table))
    .some(({ partitions }) => valueOf(partitions)?.some(({ firstEventAt }) => firstEventAt !== undefined));
}

function uncommitted({ plan }: StatementFacts, { table, topic }: ResultFacts, rows: RowFacts): Finding {
  const interval = valueOf(plan)?.checkpointIntervalMs;
  const next =
    interval === undefined ? "the next checkpoint" : `the next checkpoint (every ${span(interval)})`;
  return {
    code: "results-uncommitted",
    severity: "info",
    subject: table,
    sentence: `${table}: rows stand in ${topic} that are not committed yet; ${next} commits them.`,
    advice: "Look again after the next checkpoint, or read the topic without isolation.level=read_committed.",
    facts: { topic, uncommitted: rows.uncommitted, checkpointIntervalMs: interval },
  };
}

function unwindowed({ table, topic }: ResultFacts, { comparesWatermark }: ResultPlan): Finding {
  const which = comparesWatermark
    ? " (which compare with the watermark, as those do that select late rows)"
    : "";
  return {
    code: "result-empty",
    severity: "info",
    subject: table,
    sentence: `${table}: ${topic} holds no rows. No window has to close: a row comes with the checkpoint after an event that meets the statement's conditions${which}.`,
    advice: "When events should have met them, try the conditions on the events.",
    facts: { topic, comparesWatermark },
  };
}

function closedWithoutRows(statement: StatementFacts, { table, topic }: ResultFacts): readonly Finding[] {
  return windowedResults(statement)
    .filter((result) => result.table === table)
    .flatMap(({ window, eventTimes, watermark }) => {
      const closed = lastClosed(window, eventTimes, watermark);
      if (closed === undefined) return [];
      return [
        {
          code: "closed-without-rows" as const,
          severity: "warning" as const,
          subject: table,
          sentence: `${table}: the watermark has passed window ${utcRange(closed.start, closed.end)}, in which there are events, but ${topic} holds no rows.`,
          advice:
            "Either the statement's conditions let none of these events through, or they came after their window had closed, or the statement began behind them.",
          facts: { topic, window: closed, watermark },
        },
      ];
    });
}
