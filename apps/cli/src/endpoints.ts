import { type PortTable, postgresUrl, s3Access } from "@millrace/engines";

/** Where one service is reached, and how it is tried at a shell. */
export interface Endpoint {
  readonly service: string;
  readonly address: string;
  readonly tryIt: string;
}

/** Every endpoint of a running stack, each with a command to copy. */
export function endpoints(ports: PortTable, stage: string): readonly Endpoint[] {
  const url = (engine: string, port: string) => `http://127.0.0.1:${ports[engine]?.[port]}`;
  const now = "$(date +%s)";
  const body = `'{"user_id":1234,"postcode":"SW19","webpage":"www.website.com/index.html","timestamp":'${now}'}'`;
  const postgres = postgresUrl((engine, port) => `127.0.0.1:${ports[engine]?.[port]}`);
  const signed = `--aws-sigv4 aws:amz:${s3Access.region}:s3 --user ${s3Access.accessKeyId}:${s3Access.secretAccessKey}`;
  return [
    {
      service: "Publisher",
      address: url("publisher", "http"),
      tryIt: `curl -X POST ${url("publisher", "http")}/api/pageviews -H 'content-type: application/json' -d ${body}`,
    },
    {
      service: "Kafka",
      address: `127.0.0.1:${ports.kafka?.broker}`,
      tryIt: `npm run -s millrace -- read ${stage}.streaming.page-view.output`,
    },
    {
      service: "Schema registry",
      address: `${url("registry", "http")}/apis/ccompat/v7`,
      tryIt: `curl ${url("registry", "http")}/apis/ccompat/v7/subjects`,
    },
    {
      service: "Flink UI",
      address: url("flink-jobmanager", "rest"),
      tryIt: `curl ${url("flink-jobmanager", "rest")}/jobs/overview`,
    },
    {
      service: "Flink SQL Gateway",
      address: url("flink-jobmanager", "gateway"),
      tryIt: `curl ${url("flink-jobmanager", "gateway")}/info`,
    },
    {
      service: "Kafka Connect",
      address: url("connect", "rest"),
      tryIt: `curl '${url("connect", "rest")}/connectors?expand=status'`,
    },
    {
      service: "S3 server",
      address: url("s3", "http"),
      tryIt: `curl ${signed} '${url("s3", "http")}/${stage}-page-view-sink-output?list-type=2'`,
    },
    {
      service: "Postgres",
      address: postgres,
      tryIt: `psql ${postgres} -c 'SELECT * FROM page_view_counts ORDER BY window_start DESC, postcode LIMIT 10'`,
    },
  ];
}

/** The endpoints as lines for a terminal. */
export function formatEndpoints(list: readonly Endpoint[]): string {
  return list
    .map(({ service, address, tryIt }) => `${service.padEnd(18)} ${address}\n${" ".repeat(19)}${tryIt}`)
    .join("\n");
}
