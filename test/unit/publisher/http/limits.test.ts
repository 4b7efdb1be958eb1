import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { HeldAnswers } from "../../../../apps/publisher/src/admission/held-answers.ts";
import { pageView, startApp } from "../running-app.ts";
import { postHead, RawConnection } from "./raw-connection.ts";

describe("limits of a request's head", () => {
  test("a long URL is answered 414", async () => {
    await using app = await startApp();
    const response = await app.post(`/api/pageviews?${"x".repeat(3_000)}`, pageView);
    expect([response.status, await response.json()]).toMatchObject([414, { code: "URI_TOO_LONG" }]);
  });

  test("a hundred headers are answered 431", async () => {
    await using app = await startApp();
    const headers = Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`x-${at}`, "1"]));
    const response = await app.post("/api/pageviews", pageView, headers);
    expect([response.status, await response.json()]).toMatchObject([431, { code: "HEADERS_TOO_LARGE" }]);
  });

  test("a large head is answered 431", async () => {
    await using app = await startApp();
    const response = await app.post("/api/pageviews", pageView, { "x-large": "x".repeat(20_000) });
    expect([response.status, await response.json()]).toMatchObject([431, { code: "HEADERS_TOO_LARGE" }]);
  });

  test("no host is answered 400", async () => {
    await using app = await startApp();
    using connection = await RawConnection.open(app.url);
    await connection.send("GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n");
    const answer = await connection.untilClosed();
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[^]*"code":"BAD_REQUEST"/);
    expect(answer).toContain("The request has no Host header, expected one (HTTP/1.1).");
  });

  test("an unknown expectation is answered 417", async () => {
    await using app = await startApp();
    using connection = await RawConnection.open(app.url);
    await connection.send(
      postHead("/api/pageviews", { Expect: "wonders", "Content-Length": 0, Connection: "close" }),
    );
    const answer = await connection.untilClosed();
    expect(answer).toMatch(/^HTTP\/1\.1 417 Expectation Failed\r\n[^]*"code":"EXPECTATION_FAILED"/);
  });

  test("what is no HTTP is answered 400", async () => {
    await using app = await startApp();
    using connection = await RawConnection.open(app.url);
    await connection.send("HELO kafka\r\n\r\n");
    expect(await connection.untilClosed()).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[^]*"code":"BAD_REQUEST"/);
  });

  test("two lengths of one body are answered 400", async () => {
    await using app = await startApp();
    using connection = await RawConnection.open(app.url);
    const head = postHead("/api/pageviews", { "Content-Length": 2, "Transfer-Encoding": "chunked" });
    await connection.send(`${head}0\r\n\r\n`);
    expect(await connection.untilClosed()).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe("the query of a post", () => {
  test.each([
    ["?dry_run=yes", 'dry_run is "yes", expected true, or no such parameter.'],
    ["?dryrun=true", 'There is no parameter "dryrun", expected dry_run=true or none.'],
    ["?dry_run=true&dry_run=true", "dry_run is given twice, expected it once."],
  ])("%s is answered 400", async (query, detail) => {
    await using app = await startApp();
    const response = await app.post(`/api/pageviews${query}`, pageView);
    expect([response.status, await response.json()]).toMatchObject([400, { code: "INVALID_QUERY", detail }]);
    expect(app.producer.records).toEqual([]);
  });

  test("dry_run=true checks and produces nothing", async () => {
    await using app = await startApp();
    const one = await app.post("/api/pageviews?dry_run=true", { ...pageView, event_id: "e-1" });
    expect([one.status, await one.json()]).toEqual([
      200,
      { status: "valid", event_id: "e-1", topic: "test.streaming.page-view" },
    ]);
    const batch = await app.post("/api/pageviews/batch?dry_run=true", [pageView, 5]);
    expect([batch.status, await batch.json()]).toMatchObject([
      207,
      { valid: 1, invalid: 1, results: [{ status: "valid" }, { status: "invalid" }] },
    ]);
    expect(app.producer.records).toEqual([]);
  });
});

describe("a dry run", () => {
  test.each([
    ["a small batch", 2],
    ["a streamed batch", 4_000],
  ])("of %s says which events come twice", async (_, count) => {
    await using app = await startApp();
    const items = Array.from({ length: count }, () => ({ ...pageView, event_id: "e-1" }));
    const answer = await app.post("/api/pageviews/batch?dry_run=true", items);
    const body = (await answer.json()) as { results: readonly unknown[] };
    expect([answer.status, body]).toMatchObject([200, { valid: 1, duplicate: count - 1 }]);
    const topic = "test.streaming.page-view";
    expect(body.results.at(-1)).toEqual({ status: "duplicate", event_id: "e-1", topic });
  });
});

describe("beyond capacity", () => {
  test("a request is answered 503 a moment later", async () => {
    const held = new HeldAnswers({ holdMs: 100_000 });
    await using app = await startApp({ limits: { maxInFlightRequests: 1 }, parts: { held } });
    const { received, acknowledge } = app.producer.holdAnswers();
    const first = app.post("/api/pageviews", pageView);
    await received;
    using second = await RawConnection.open(app.url);
    const body = JSON.stringify(pageView);
    await second.send(postHead("/api/pageviews", { "Content-Length": body.length }) + body);
    while (held.count === 0) await app.get("/health/live");
    expect(second.received).toBe("");
    held.flush();
    const answer = await second.until(/OVERLOADED/);
    expect(answer).toMatch(/^HTTP\/1\.1 503 [^]*\r\nRetry-After: 1\r\n/);
    acknowledge();
    expect((await first).status).toBe(202);
    expect(app.producer.records).toHaveLength(1);
  });

  test("clients that send no body keep nobody out", async () => {
    const held = new HeldAnswers({ holdMs: 1 });
    await using app = await startApp({ limits: { maxInFlightRequests: 1 }, parts: { held } });
    using silent = await RawConnection.open(app.url);
    await silent.send(postHead("/api/pageviews", { "Content-Length": 100 }));
    const status = async () => (await app.post("/api/pageviews", pageView)).status;
    await expect.poll(status).toBe(202);
    expect(silent.received).toBe("");
  });

  test("a compressed event that grows beyond the memory is answered 503", async () => {
    const held = new HeldAnswers({ holdMs: 1 });
    const limits = { maxInFlightBytes: 40_000 };
    await using app = await startApp({ limits, parts: { held } });
    const bytes = gzipSync(JSON.stringify({ ...pageView, webpage: "x".repeat(90_000) }));
    const response = await fetch(`${app.url}/api/pageviews`, {
      method: "POST",
      headers: { "content-type": "application/json", "content-encoding": "gzip" },
      body: new Uint8Array(bytes),
    });
    expect([response.status, await response.json()]).toMatchObject([503, { code: "OVERLOADED" }]);
    expect(await (await app.get("/metrics")).text()).toContain("ingest_in_flight_bytes 0\n");
  });

  test("what cannot be held back is answered at once and closed", async () => {
    const held = new HeldAnswers({ maxHeld: 0 });
    await using app = await startApp({ limits: { maxInFlightRequests: 0 }, parts: { held } });
    using connection = await RawConnection.open(app.url);
    await connection.send(`${postHead("/api/pageviews", { "Content-Length": 2 })}{}`);
    expect(await connection.untilClosed()).toMatch(/^HTTP\/1\.1 503 [^]*Connection: close\r\n/);
  });

  test("held answers go out in their order when it is time", async () => {
    const held = new HeldAnswers({ holdMs: 5 });
    const sent: number[] = [];
    await new Promise<void>((resolve) => {
      for (const at of [0, 1, 2]) held.hold(() => (at === 2 ? resolve() : void sent.push(at)));
    });
    expect([sent, held.count]).toEqual([[0, 1], 0]);
  });
});

describe("events of one client", () => {
  const limits = { clientEventsPerSecond: 1, clientBurstEvents: 3 };

  test("beyond its rate are answered 429 with when to come again", async () => {
    await using app = await startApp({ limits, parts: { held: new HeldAnswers({ holdMs: 1 }) } });
    const first = await app.post("/api/pageviews/batch", [pageView, pageView]);
    expect(first.headers.get("ratelimit-policy")).toBe('"events";q=3;w=3');
    expect(first.headers.get("ratelimit")).toMatch(/^"events";r=1;t=\d$/);
    await app.post("/api/pageviews/batch", [pageView, pageView, pageView, pageView]);
    const limited = await app.post("/api/pageviews", pageView);
    expect([limited.status, await limited.json()]).toMatchObject([429, { code: "RATE_LIMITED" }]);
    expect(limited.headers.get("ratelimit")).toMatch(/^"events";r=0;t=[34]$/);
    expect(limited.headers.get("retry-after")).toMatch(/^[34]$/);
    expect(app.producer.records).toHaveLength(6);
  });
});

describe("a body that is not read", () => {
  test("is left on the connection, which ends", async () => {
    await using app = await startApp({ maxBodyBytes: 1_024 });
    using connection = await RawConnection.open(app.url);
    await connection.send(postHead("/api/pageviews", { "Content-Length": 50_000_000 }));
    await connection.send("x".repeat(100_000));
    const answer = await connection.until(/BODY_TOO_LARGE[^]*}/);
    expect(answer).toMatch(/^HTTP\/1\.1 413 [^]*Connection: close\r\n/);
    await connection.untilClosed();
  });

  test("is not asked for", async () => {
    await using app = await startApp();
    using connection = await RawConnection.open(app.url);
    const expects = { Expect: "100-continue", "Content-Length": 2 };
    await connection.send(postHead("/api/pageviews", { ...expects, "Content-Type": "text/plain" }));
    expect(await connection.until(/}/)).toMatch(/^HTTP\/1\.1 415 /);
    using second = await RawConnection.open(app.url);
    await second.send(postHead("/api/pageviews", expects));
    await second.until(/100 Continue/);
    await second.send("{}");
    expect(await second.until(/INVALID/)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 400 /);
  });
});
