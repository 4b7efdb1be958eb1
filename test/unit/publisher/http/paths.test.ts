import { describe, expect, test } from "vitest";
import { callerWith } from "../../../../packages/http/src/security/caller.ts";
import { missingRole, noCredentials } from "../../../../packages/http/src/security/denial.ts";
import type { Gate } from "../../../../packages/http/src/security/gate.ts";
import { pageView, startApp } from "../running-app.ts";
import { RawConnection, postHead } from "./raw-connection.ts";

/** Lets `shop` publish page views and nobody else anything. */
const gate: Gate = {
  check({ headers }, need) {
    if (headers["x-api-key"] !== "shop") return Promise.resolve(noCredentials);
    const caller = callerWith("key:shop", ["publish:page-views"]);
    return caller.may(need) ? caller : missingRole(need);
  },
};
const asShop = { "x-api-key": "shop" };

describe("a post of events", () => {
  test.each(["/api/pageviews/", "/API/pageviews"])("to %s is taken as to its usual path", async (path) => {
    await using app = await startApp();
    expect((await app.post(path, pageView)).status).toBe(202);
    const metrics = await (await app.get("/metrics")).text();
    expect(metrics).toContain(
      'http_request_seconds_count{method="POST",route="/api/pageviews",status="202"} 1\n',
    );
  });

  test("is answered with the headers that all answers have", async () => {
    await using app = await startApp();
    const [posted, read] = [await app.post("/api/pageviews", pageView), await app.get("/health/live")];
    const names = [...read.headers.keys()].filter((name) => !["cache-control", "vary"].includes(name));
    expect([...posted.headers.keys()]).toEqual(expect.arrayContaining(names));
  });

  test("is refused before its body is read", async () => {
    await using app = await startApp({ parts: { gate } });
    using connection = await RawConnection.open(app.url);
    await connection.send(postHead("/api/pageviews", { "Content-Length": 50 }));
    expect(await connection.until(/}/)).toMatch(/^HTTP\/1\.1 401 [^]*WWW-Authenticate: Bearer/);
  });

  test("takes the role of its domain", async () => {
    await using app = await startApp({ parts: { gate } });
    expect((await app.post("/api/pageviews", pageView, asShop)).status).toBe(202);
    const response = await app.post("/api/events/shop/opened", {}, asShop);
    expect([response.status, await response.json()]).toMatchObject([
      403,
      { code: "FORBIDDEN", detail: expect.stringContaining("publish:shop") },
    ]);
  });

  test("to a path that does not exist says so to known callers only", async () => {
    await using app = await startApp({ parts: { gate } });
    expect((await app.post("/api/events/shp", {})).status).toBe(401);
  });
});

describe("a publisher that is stopping", () => {
  test("closes connections with its last answers", async () => {
    await using app = await startApp();
    await app.lifecycle.drain();
    const response = await app.post("/api/pageviews", pageView);
    expect([response.status, response.headers.get("connection")]).toEqual([503, "close"]);
    expect(await response.json()).toMatchObject({ code: "SHUTTING_DOWN" });
  });
});
