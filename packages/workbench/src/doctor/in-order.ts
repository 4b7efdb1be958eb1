import type { StatementFacts } from "./facts.ts";
import { valueOf } from "./reading.ts";
import { endOf } from "./rules/checkpoints.ts";
import { span, utc } from "./show/time-text.ts";

/** What was looked at and is not the cause: `job runs since …`, `2 of 2 partitions of … have events`. */
export function inOrder(statement: StatementFacts): readonly string[] {
  return [...job(statement), ...sources(statement), ...results(statement)];
}

function job({ job: reading, now }: StatementFacts): readonly string[] {
  const facts = valueOf(reading);
  if (facts?.state !== "RUNNING") return [];
  const last = facts.checkpoints?.latestCompleted;
  return [
    `job runs since ${utc(facts.startedAt ?? now)}${facts.failures.length === 0 ? " without a failure" : ""}`,
    ...(last === undefined
      ? []
      : [`last checkpoint complete ${span(now - endOf(last))} ago (took ${span(last.durationMs)})`]),
  ];
}

function sources(statement: StatementFacts): readonly string[] {
  return statement.sources.flatMap(({ topic, partitions: reading }) => {
    const partitions = valueOf(reading) ?? [];
    const filled = partitions.filter(({ firstEventAt }) => firstEventAt !== undefined);
    const times = filled.flatMap(({ firstEventAt, newestEventAt }) => [
      firstEventAt ?? 0,
      newestEventAt ?? 0,
    ]);
    if (filled.length === 0) return [];
    const idle = partitions.filter(({ isIdle }) => isIdle === true).length;
    return [
      `${filled.length} of ${partitions.length} partitions of ${topic} have events, from ${utc(Math.min(...times))} to ${utc(Math.max(...times))}` +
        (idle === 0 ? "" : `, ${idle} idle`),
    ];
  });
}

function results(statement: StatementFacts): readonly string[] {
  return statement.results.flatMap(({ table, rows }) =>
    valueOf(rows)?.hasRows === true ? [`${table} has rows`] : [],
  );
}
