import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Metrics } from "@millrace/publisher";
import { describe, expect, onTestFinished, test } from "vitest";
import { accessMetrics } from "../../../apps/publisher/src/health/access-metrics.ts";
import { s3WriteMetrics } from "../../../apps/publisher/src/health/s3-writes.ts";
import { pageViewEvent } from "./page-view-event.ts";
import { pageView, startApp } from "./running-app.ts";

const inKafka = (offset: number) =>
  ({ status: "accepted", event_id: "a", stored_in: "kafka", topic: "t", partition: 0, offset }) as const;
const inSpool = { status: "accepted", event_id: "b", stored_in: "spool", topic: "t" } as const;
const type = { domain: "shop", name: "opened", topic: "t" };

const textOf = (metrics: Metrics) => metrics.registry.metrics();

describe("GET /metrics", () => {
  test("counts produced and refused page views", async () => {
    await using app = await startApp();
    await app.post("/api/pageviews", pageView);
    await app.post("/api/pageviews", {});
    const text = await (await app.get("/metrics")).text();
    expect(text).toContain("pageviews_produced_total 1\n");
    expect(text).toContain('pageviews_rejected_total{reason="invalid"} 1\n');
    expect(text).toContain("kafka_producer_connected 1\n");
    expect(text).toContain("nodejs_eventloop_lag_p99_seconds");
  });

  test("times requests by route and status", async () => {
    await using app = await startApp();
    await app.get("/openapi.json");
    await app.get("/nowhere");
    const text = await (await app.get("/metrics")).text();
    expect(text).toContain('http_request_seconds_count{method="GET",route="/openapi.json",status="200"} 1\n');
    expect(text).toContain('http_request_seconds_count{method="GET",route="other",status="404"} 1\n');
  });

  test("has no series for every method that clients know", async () => {
    await using app = await startApp();
    for (const method of ["PROPFIND", "PURGE", "MKCOL"]) await fetch(`${app.url}/nowhere`, { method });
    const text = await (await app.get("/metrics")).text();
    expect(text).toContain('http_request_seconds_count{method="other",route="other",status="404"} 3\n');
    expect(text).not.toContain("PROPFIND");
  });
});

describe("counts", () => {
  test("tell what became of the events of a type", async () => {
    const metrics = new Metrics(() => true);
    for (const result of [inKafka(0), inKafka(1), inSpool]) metrics.count(type, result);
    metrics.count(type, { status: "retry", event_id: "c", code: "SPOOL_FULL", reason: "full" });
    const text = await textOf(metrics);
    expect(text).toContain('events_produced_total{domain="shop",type="opened"} 2\n');
    expect(text).toContain('events_spooled_total{domain="shop",type="opened"} 1\n');
    expect(text).toContain('events_rejected_total{domain="shop",type="opened",reason="retry"} 1\n');
  });

  test("go on when the contract is read anew", async () => {
    const metrics = new Metrics(() => true);
    metrics.count(type, inKafka(0));
    metrics.count({ ...type }, inKafka(1));
    expect(await textOf(metrics)).toContain('events_produced_total{domain="shop",type="opened"} 2\n');
  });

  test("have spooled page views produced when Kafka takes them", async () => {
    const metrics = new Metrics(() => true);
    metrics.count(pageViewEvent(), inSpool);
    expect(await textOf(metrics)).toContain("pageviews_produced_total 0\n");
    metrics.replayed(pageViewEvent().topic);
    expect(await textOf(metrics)).toContain("pageviews_produced_total 1\n");
  });

  test("are the same however often they are read", async () => {
    const metrics = new Metrics(() => false);
    metrics.count(type, inKafka(0));
    await textOf(metrics);
    expect(await textOf(metrics)).toContain('events_produced_total{domain="shop",type="opened"} 1\n');
    expect(await textOf(metrics)).toContain("kafka_producer_connected 0\n");
  });
});

test("a histogram's buckets add up", async () => {
  const metrics = new Metrics(() => true);
  for (const seconds of [0.0005, 0.001, 0.3, 20]) metrics.storing.observe(seconds);
  const lines = (await textOf(metrics))
    .split("\n")
    .filter((line) => line.startsWith("events_acknowledge_seconds"));
  expect(lines).toEqual(
    expect.arrayContaining([
      'events_acknowledge_seconds_bucket{le="0.001"} 2',
      'events_acknowledge_seconds_bucket{le="1"} 3',
      'events_acknowledge_seconds_bucket{le="+Inf"} 4',
      "events_acknowledge_seconds_sum 20.3015",
      "events_acknowledge_seconds_count 4",
    ]),
  );
});

test("batches and refusals have metrics", async () => {
  const metrics = new Metrics(() => true);
  metrics.batch({ records: 7, durationMs: 4 });
  metrics.add(accessMetrics({ denied: new Map([["FORBIDDEN", 3]]) }));
  const text = await textOf(metrics);
  expect(text).toContain('kafka_batch_records_bucket{le="10"} 1\n');
  expect(text).toContain("kafka_batch_seconds_sum 0.004\n");
  expect(text).toContain('access_denied_total{code="FORBIDDEN"} 3\n');
});

test("a metric of another part is read when it is asked for", async () => {
  const metrics = new Metrics(() => true);
  let events = 1;
  metrics.add([{ name: "spool_events", help: "Events in the spool", kind: "gauge", read: () => events }]);
  events = 5;
  expect(await textOf(metrics)).toContain("spool_events 5\n");
});

describe("what is written to S3", () => {
  const archives = () => [{ table: "page_views.raw", type: "raw" as const }];
  const connect = async (status: number, body: string) => {
    const server = createServer((_, response) => response.writeHead(status).end(body)).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  test("is told by Kafka Connect, and tagged here", async () => {
    const url = await connect(
      200,
      [
        "# TYPE s3_writes_total counter",
        's3_writes_total{bucket="b",table="page_views.raw",content="data"} 7',
        's3_errors_total{bucket="b",table="odd.one",content="data"} 1',
        'jvm_threads{table="page_views.raw"} 3',
        's3_writes_total{table="page_views.raw"} seven',
      ].join("\n"),
    );
    const text = await s3WriteMetrics({ url, archives })();
    expect(text.split("\n").slice(2)).toEqual([
      "s3_metrics_up 1",
      "# TYPE s3_writes_total counter",
      's3_writes_total{type="raw",bucket="b",table="page_views.raw",content="data"} 7',
      's3_errors_total{type="other",bucket="b",table="odd.one",content="data"} 1',
      "",
    ]);
  });

  test.each([
    ["is away", async () => "http://127.0.0.1:1"],
    ["refuses", () => connect(500, "no")],
  ])("is not known while Connect %s", async (_, url) => {
    const metrics = new Metrics(() => true);
    metrics.addText(s3WriteMetrics({ url: await url(), archives }));
    const text = await metrics.text();
    expect(text).toContain("\ns3_metrics_up 0\n");
    expect(text).toContain("pageviews_produced_total 0\n");
  });
});
