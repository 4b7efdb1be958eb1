import type { ConnectorPlan, Plan } from "@millrace/domain";

/** What of a plan the metrics app serves and watches. */
export type MetricsPlan = Pick<
  Plan,
  "stage" | "served" | "panels" | "events" | "topics" | "statements" | "connectors" | "generators"
>;

const kinds: Readonly<Record<string, "postgres" | "archive" | "clickhouse">> = {
  "io.debezium.connector.jdbc.JdbcSinkConnector": "postgres",
  "org.apache.iceberg.connect.IcebergSinkConnector": "archive",
  "com.clickhouse.kafka.connect.ClickHouseSinkConnector": "clickhouse",
};

/** What the metrics app reads to know what it serves, as the text of its file. */
export function metricsContract(plan: MetricsPlan): string {
  const { stage, served, panels, events, topics, statements, connectors, generators } = plan;
  const contract = {
    version: 1,
    stage,
    served,
    panels,
    events,
    deadLetterTopics: topics
      .filter(({ role }) => role === "dead-letter")
      .map(({ domain, name }) => ({ domain, topic: name })),
    statements: statements.map(({ domain, name }) => ({ domain, name })),
    connectors: connectors.map(connectorFact),
    journeys: generators.map(({ domain, journeys }) => ({ domain, journeys })),
  };
  return `${JSON.stringify(contract, undefined, 2)}\n`;
}

function connectorFact({ domain, name, config }: ConnectorPlan) {
  const topics = (config["topics"] ?? "").split(",").map((topic) => topic.trim());
  return {
    domain,
    name,
    kind: kinds[config["connector.class"] ?? ""] ?? "other",
    topics: topics.filter((topic) => topic !== ""),
  };
}
