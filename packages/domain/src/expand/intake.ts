import { receivedTable } from "../plan/names.ts";
import type { DeclaredStream } from "../schema/declared-streams.ts";
import type { DomainInput, ResultInput } from "../schema/domain-schema.ts";
import type { SourceFile } from "../source-file.ts";

/** The result that counts what came to a stream and what had come before. */
export interface Intake {
  readonly table: string;
  readonly result: ResultInput;
  readonly statement: SourceFile;
}

/** The name of the result that counts a stream's duplicates. */
export function intakeTable(table: string): string {
  return `${table}_intake`;
}

/** The topic of the result that counts a stream's duplicates, without the domain's prefix. */
export function intakeTopic(topic: string): string {
  return `${topic}.intake`;
}

/** Counts of a stream that leaves out duplicates, a minute of event time. */
export function expandIntake({ domain }: DomainInput, { table, input }: DeclaredStream): Intake {
  const name = intakeTable(table);
  const { attribute, column = attribute } = input.event_time;
  return {
    table: name,
    result: {
      doc: `How many events of ${table} came in each minute of event time, and how many of them had come before.`,
      topic: intakeTopic(input.topic),
      mode: "upsert",
      key: ["window_start"],
      record_time: "window_start",
      columns: {
        window_start: { type: "timestamp", doc: "Start of the minute, inclusive." },
        window_end: { type: "timestamp", doc: "End of the minute, exclusive." },
        received_count: { type: "long", doc: "All that came." },
        unique_count: { type: "long", doc: "Those that had not come before." },
        duplicate_count: { type: "long", doc: "Those that had, and were left out." },
      },
    },
    statement: { path: `sql/${domain}/${name}.sql`, text: intakeText({ name, table, column }) },
  };
}

function intakeText({
  name,
  table,
  column,
}: {
  readonly name: string;
  readonly table: string;
  readonly column: string;
}): string {
  const received = receivedTable(table);
  return `-- How many events came in each minute of event time, and how many of them had come before?
-- input:     ${received} (append): all events; ${table} (append): the same without duplicates
-- output:    ${name} (upsert by window_start)
-- window:    minutes of event time; a group without a window function, so that every event updates its counts at once
-- late rows: are counted like all others
-- state:     two counts a minute
INSERT INTO ${name} (window_start, window_end, received_count, unique_count, duplicate_count)
WITH arrivals AS (
  SELECT FLOOR(${column} TO MINUTE) AS window_start, 1 AS is_received, 0 AS is_unique FROM ${received}
  UNION ALL
  SELECT FLOOR(${column} TO MINUTE) AS window_start, 0 AS is_received, 1 AS is_unique FROM ${table}
)
SELECT
  window_start,
  window_start + INTERVAL '1' MINUTE AS window_end,
  SUM(CAST(is_received AS BIGINT)) AS received_count,
  SUM(CAST(is_unique AS BIGINT)) AS unique_count,
  SUM(CAST(is_received - is_unique AS BIGINT)) AS duplicate_count
FROM arrivals
GROUP BY window_start
`;
}
