import { describe, expect, test } from "vitest";
import { pageView, startApp } from "../running-app.ts";
import { postHead, RawConnection } from "./raw-connection.ts";

const soon = { headMs: 40, requestMs: 80, idleMs: 40, checkMs: 10 };

describe("slow clients", () => {
  test("a head that does not come is answered 408", async () => {
    await using app = await startApp({ connections: { ...soon, idleMs: 10_000 } });
    using connection = await RawConnection.open(app.url);
    await connection.send("POST /api/pageviews HTTP/1.1\r\nHost: te");
    const answer = await connection.untilClosed();
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(answer).toContain('"code":"REQUEST_TIMEOUT"');
    expect(answer).toContain("X-Content-Type-Options: nosniff");
  });

  test("a body that stops coming is answered 408", async () => {
    await using app = await startApp({ connections: { ...soon, requestMs: 10_000 } });
    using connection = await RawConnection.open(app.url);
    await connection.send(`${postHead("/api/pageviews", { "Content-Length": 100 })}{"user_id":`);
    const answer = await connection.untilClosed();
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(app.producer.records).toEqual([]);
  });

  test("a body that trickles on is answered 408 in the end", async () => {
    await using app = await startApp({ connections: { ...soon, idleMs: 10_000 } });
    using connection = await RawConnection.open(app.url);
    await connection.send(postHead("/api/pageviews", { "Content-Length": 100 }));
    await connection.send("{");
    expect(await connection.untilClosed()).toMatch(/^HTTP\/1\.1 408 /);
  });

  test.each([
    ["stops coming", { ...soon, requestMs: 10_000 }],
    ["trickles on", { ...soon, idleMs: 10_000 }],
  ])("a large batch that %s is answered with what was taken", async (_, connections) => {
    await using app = await startApp({ connections });
    using connection = await RawConnection.open(app.url);
    const items = JSON.stringify(Array.from({ length: 4_000 }, () => pageView));
    await connection.send(postHead("/api/pageviews/batch", { "Content-Length": items.length }));
    await connection.send(items.slice(0, 300_000));
    const answer = await connection.untilClosed();
    expect(answer).toMatch(/^HTTP\/1\.1 207 /);
    const body = JSON.parse(answer.slice(answer.indexOf("{"))) as { accepted: number; problem: object };
    expect(body).toMatchObject({ invalid: 0, retry: 0, problem: { status: 408, code: "REQUEST_TIMEOUT" } });
    expect(body.accepted).toBeGreaterThan(1_000);
    expect(app.producer.records).toHaveLength(body.accepted);
  });

  test("a connection without a request is closed", async () => {
    await using app = await startApp({ connections: soon });
    using connection = await RawConnection.open(app.url);
    expect(await connection.untilClosed()).not.toContain("200");
  });

  test("who waits for Kafka is not slow", async () => {
    await using app = await startApp({ connections: soon });
    let acknowledge = () => {};
    const acknowledged = new Promise<void>((resolve) => {
      acknowledge = resolve;
    });
    app.producer.answer = async ({ topic }) => {
      await acknowledged;
      return { status: "delivered", topic, partition: 0, offset: 0 };
    };
    const body = JSON.stringify(pageView);
    using waiting = await RawConnection.open(app.url);
    await waiting.send(postHead("/api/pageviews", { "Content-Length": body.length }) + body);
    using slow = await RawConnection.open(app.url);
    await slow.send(postHead("/api/pageviews", { "Content-Length": 100 }));
    await slow.untilClosed();
    acknowledge();
    expect(await waiting.until(/accepted/)).toMatch(/^HTTP\/1\.1 202 /);
  });

  test("a client that leaves in the middle frees its place", async () => {
    await using app = await startApp({ limits: { maxInFlightRequests: 1 } });
    const connection = await RawConnection.open(app.url);
    await connection.send(postHead("/api/pageviews", { "Content-Length": 100 }));
    await untilMetric(app, "ingest_in_flight_requests 1");
    connection[Symbol.dispose]();
    await untilMetric(app, "ingest_in_flight_requests 0");
    expect((await app.post("/api/pageviews", pageView)).status).toBe(202);
  });
});

async function untilMetric(app: { get(path: string): Promise<Response> }, line: string): Promise<void> {
  while (!(await (await app.get("/metrics")).text()).includes(`${line}\n`));
}
