import { describe, expect, test } from "vitest";
import { pageView, startApp } from "./running-app.ts";

const up = async () => {};
const down = () => Promise.reject(new Error("connect ECONNREFUSED"));

describe("health", () => {
  test("is up when every check passes", async () => {
    await using app = await startApp({ checks: { kafka: up, registry: up } });
    const response = await app.get("/health");
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      status: "UP",
      phase: "serving",
      checks: { kafka: { status: "UP" }, registry: { status: "UP" } },
    });
    expect((await app.get("/health/ready")).status).toBe(200);
  });

  test("names the check that fails and why", async () => {
    await using app = await startApp({ checks: { kafka: down, registry: up } });
    const response = await app.get("/health");
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      status: "DOWN",
      checks: { kafka: { status: "DOWN", detail: "connect ECONNREFUSED" }, registry: { status: "UP" } },
    });
    expect((await app.get("/health/ready")).status).toBe(503);
    expect((await app.get("/health/live")).status).toBe(200);
  });

  test("is degraded while events are still taken", async () => {
    const spool = async () => ({ events: 3 });
    await using app = await startApp({ checks: { kafka: down, spool, s3: up } });
    const response = await app.get("/health");
    expect([response.status, await response.json()]).toMatchObject([200, { status: "DEGRADED" }]);
    const ready = await app.get("/health/ready");
    expect([ready.status, await ready.json()]).toEqual([200, { status: "DEGRADED", phase: "serving" }]);
  });

  test("is ready whatever becomes of events later", async () => {
    await using app = await startApp({ checks: { kafka: up, streamJobs: down, s3: down } });
    const ready = await app.get("/health/ready");
    expect([ready.status, await ready.json()]).toEqual([200, { status: "UP", phase: "serving" }]);
    expect(await (await app.get("/health")).json()).toMatchObject({ status: "DEGRADED" });
  });

  test("takes nothing but GET", async () => {
    await using app = await startApp();
    const response = await app.post("/health", {});
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  test("a check that hangs is down in bounded time", async () => {
    await using app = await startApp({ checks: { kafka: () => new Promise(() => {}) } });
    expect(await (await app.get("/health")).json()).toMatchObject({
      checks: { kafka: { status: "DOWN", detail: "no answer within 50 ms" } },
    });
  });
});

describe("a publisher that is starting", () => {
  test("is live but not ready", async () => {
    await using app = await startApp({ isStarted: false });
    expect((await app.get("/health/live")).status).toBe(200);
    const response = await app.get("/health/ready");
    expect([response.status, await response.json()]).toEqual([503, { status: "DOWN", phase: "starting" }]);
  });

  test("answers page views 503 with Retry-After", async () => {
    await using app = await startApp({ isStarted: false });
    const response = await app.post("/api/pageviews", pageView);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(await response.json()).toMatchObject({ code: "STARTING" });
  });
});

describe("a publisher that is stopping", () => {
  test("finishes what is under way and refuses the rest", async () => {
    await using app = await startApp();
    const { received, acknowledge } = app.producer.holdAnswers();
    const underWay = app.post("/api/pageviews", pageView);
    await received;
    const drained = app.lifecycle.drain();
    const refused = await app.post("/api/pageviews", pageView);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await refused.json()).toMatchObject({ code: "SHUTTING_DOWN" });
    acknowledge();
    expect((await underWay).status).toBe(202);
    await drained;
    expect((await app.get("/health/ready")).status).toBe(503);
  });
});
