import type { Finding, Rule } from "../finding.ts";
import type { StatementFacts } from "../facts.ts";
import type { Reading } from "../reading.ts";

/** An engine that does not answer: the other findings are made without it. */
export const engineUnreachable: Rule = (statement) => [
  ...lookAt(statement, "the job", statement.job, 'See "npm run logs -- flink-jobmanager".'),
  ...lookAt(
    statement,
    "the windows",
    statement.plan,
    'The SQL Gateway runs in the JobManager: see "npm run logs -- flink-jobmanager".',
  ),
  ...statement.sources.flatMap(({ topic, partitions }) => lookAtTopic(topic, partitions)),
  ...statement.results.flatMap(({ topic, rows }) => lookAtTopic(topic, rows)),
];

function lookAt(
  { name }: StatementFacts,
  what: string,
  reading: Reading<unknown>,
  advice: string,
): readonly Finding[] {
  if (reading.ok) return [];
  return [
    {
      code: "engine-unreachable",
      severity: "error",
      subject: name,
      sentence: `${name}: ${what} could not be looked at. ${reading.reason}`,
      advice,
      facts: { what, reason: reading.reason },
    },
  ];
}

function lookAtTopic(topic: string, reading: Reading<unknown>): readonly Finding[] {
  if (reading.ok) return [];
  const isMissing = reading.code === "KAFKA_TOPIC_NOT_FOUND";
  return [
    {
      code: isMissing ? "topic-missing" : "engine-unreachable",
      severity: "error",
      subject: topic,
      sentence: isMissing
        ? `Topic ${topic} does not exist.`
        : `Topic ${topic} could not be looked at. ${reading.reason}`,
      advice: isMissing
        ? 'Topics are made when the plan is applied: "npm run down", then "npm start".'
        : 'See "npm run logs -- kafka".',
      facts: { what: topic, reason: reading.reason },
    },
  ];
}
