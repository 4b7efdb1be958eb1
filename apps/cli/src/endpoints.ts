import type { Plan } from "@millrace/domain";
import { type PortTable, postgresUrl, s3Access } from "@millrace/engines";
import { shellEvent } from "./shell-event.ts";

/** Where one service is reached, and how it is tried at a shell. */
export interface Endpoint {
  readonly service: string;
  readonly address: string;
  /** Commands to copy. */
  readonly tryIt: readonly string[];
}

/** What of a plan its addresses are shown with. */
export type ShownPlan = Pick<Plan, "events" | "tables" | "postgresTables" | "buckets" | "served">;

/** Every endpoint of a running stack, the dashboard first, each with commands to copy; the publisher has one a domain. */
export function endpoints(ports: PortTable, plan: ShownPlan): readonly Endpoint[] {
  const url = (engine: string, port: string) => `http://127.0.0.1:${ports[engine]?.[port]}`;
  const postgres = postgresUrl((engine, port) => `127.0.0.1:${ports[engine]?.[port]}`);
  const signed = `--aws-sigv4 aws:amz:${s3Access.region}:s3 --user ${s3Access.accessKeyId}:${s3Access.secretAccessKey}`;
  return [
    {
      service: "Dashboard",
      address: url("metrics", "http"),
      tryIt: firstOfDomains(shownRows(plan)).map(
        ({ domain, name }) => `curl '${url("metrics", "http")}/api/rows/${domain}/${name}?limit=10'`,
      ),
    },
    {
      service: "Publisher",
      address: url("publisher", "http"),
      tryIt: firstOfDomains(plan.events).map(
        (event) =>
          `curl -X POST ${url("publisher", "http")}${event.path} -H 'content-type: application/json' -d ${shellEvent(event)}`,
      ),
    },
    {
      service: "Kafka",
      address: `127.0.0.1:${ports.kafka?.broker}`,
      tryIt: shownTopics(plan).map((topic) => `npm run -s millrace -- read ${topic}`),
    },
    {
      service: "Schema registry",
      address: `${url("registry", "http")}/apis/ccompat/v7`,
      tryIt: [`curl ${url("registry", "http")}/apis/ccompat/v7/subjects`],
    },
    {
      service: "Flink UI",
      address: url("flink-jobmanager", "rest"),
      tryIt: [`curl ${url("flink-jobmanager", "rest")}/jobs/overview`],
    },
    {
      service: "Flink SQL Gateway",
      address: url("flink-jobmanager", "gateway"),
      tryIt: [`curl ${url("flink-jobmanager", "gateway")}/info`],
    },
    {
      service: "Kafka Connect",
      address: url("connect", "rest"),
      tryIt: [`curl '${url("connect", "rest")}/connectors?expand=status'`],
    },
    {
      service: "S3 server",
      address: url("s3", "http"),
      tryIt: firstOfDomains(plan.buckets).map(
        ({ name }) => `curl ${signed} '${url("s3", "http")}/${name}?list-type=2'`,
      ),
    },
    {
      service: "Postgres",
      address: postgres,
      tryIt: firstOfDomains(plan.postgresTables).map(
        ({ name, primaryKey }) =>
          `psql ${postgres} -c 'SELECT * FROM ${name} ORDER BY ${primaryKey.map((column) => `${column} DESC`).join(", ")} LIMIT 10'`,
      ),
    },
  ];
}

/** The endpoints as lines for a terminal. */
export function formatEndpoints(list: readonly Endpoint[]): string {
  return list
    .map(({ service, address, tryIt }) =>
      [`${service.padEnd(18)} ${address}`, ...tryIt.map((command) => `${" ".repeat(19)}${command}`)].join(
        "\n",
      ),
    )
    .join("\n");
}

/** A topic of results a domain, final ones where there are such; of a domain without results one of events. */
function shownTopics({ tables }: ShownPlan): readonly string[] {
  const ranked = [
    ...tables.filter(({ role, changelogMode }) => role === "result" && changelogMode === "append"),
    ...tables.filter(({ role, changelogMode }) => role === "result" && changelogMode === "upsert"),
    ...tables.filter(({ role }) => role === "event"),
  ];
  return firstOfDomains(ranked).map(({ topic }) => topic);
}

/** Rows of windows that are corrected and become final before others. */
function shownRows({ served }: ShownPlan): ShownPlan["served"] {
  const isPaired = ({ finality }: ShownPlan["served"][number]) => finality === "paired";
  return [...served.filter(isPaired), ...served.filter((table) => !isPaired(table))];
}

/** The first of each domain, sorted by domain. */
function firstOfDomains<Item extends { readonly domain: string }>(items: readonly Item[]): readonly Item[] {
  const firsts = new Map<string, Item>();
  for (const item of items) if (!firsts.has(item.domain)) firsts.set(item.domain, item);
  return [...firsts.values()].sort((a, b) => (a.domain < b.domain ? -1 : 1));
}
