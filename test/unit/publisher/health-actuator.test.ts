import { describe, expect, test } from "vitest";
import { startApp } from "./running-app.ts";

const up = async () => ({ brokers: 1 });
const down = () => Promise.reject(new Error("connect ECONNREFUSED 10.0.0.7:9092"));
const mediaType = "application/vnd.spring-boot.actuator.v3+json";

describe("the actuator's health", () => {
  test("has components with details and groups", async () => {
    await using app = await startApp({ checks: { kafka: up } });
    const response = await app.get("/actuator/health");
    expect([response.status, response.headers.get("content-type")]).toEqual([
      200,
      `${mediaType}; charset=utf-8`,
    ]);
    expect(await response.json()).toEqual({
      status: "UP",
      components: {
        kafka: { status: "UP", details: { brokers: 1, durationMs: expect.any(Number) } },
        livenessState: { status: "UP" },
        readinessState: { status: "UP", details: { phase: "serving" } },
      },
      groups: ["liveness", "readiness"],
    });
  });

  test("is down with the reason when no events are taken", async () => {
    await using app = await startApp({ checks: { kafka: down } });
    const response = await app.get("/actuator/health");
    expect([response.status, await response.json()]).toMatchObject([
      503,
      {
        status: "DOWN",
        components: { kafka: { status: "DOWN", details: { error: "connect ECONNREFUSED 10.0.0.7:9092" } } },
      },
    ]);
  });

  test("gives one component by its name", async () => {
    await using app = await startApp({ checks: { kafka: up, s3: down } });
    expect((await app.get("/actuator/health/s3")).status).toBe(503);
    expect(await (await app.get("/actuator/health/kafka")).json()).toMatchObject({ status: "UP" });
    expect((await app.get("/actuator/health/redis")).status).toBe(404);
  });

  test("tells whoever asks for readiness no addresses", async () => {
    await using app = await startApp({ checks: { kafka: up, s3: down } });
    const response = await app.get("/actuator/health/readiness");
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { status: "DEGRADED", components: { readinessState: { status: "UP" }, s3: { status: "DOWN" } } },
    ]);
    expect(await (await app.get("/actuator/health/readiness")).text()).not.toContain("10.0.0.7");
  });

  test("is out of service until requests are taken", async () => {
    await using app = await startApp({ isStarted: false });
    const ready = await app.get("/actuator/health/readiness");
    expect([ready.status, await ready.json()]).toMatchObject([503, { status: "OUT_OF_SERVICE" }]);
    expect((await app.get("/actuator/health/liveness")).status).toBe(200);
  });
});

test("the actuator's other addresses answer", async () => {
  await using app = await startApp();
  expect(await (await app.get("/actuator")).json()).toMatchObject({
    _links: { health: { href: "/actuator/health" } },
  });
  expect(await (await app.get("/actuator/info")).json()).toMatchObject({
    build: { name: "@millrace/publisher" },
  });
  expect(await (await app.get("/actuator/prometheus")).text()).toContain("pageviews_produced_total 0\n");
});
