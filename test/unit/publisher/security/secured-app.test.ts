import { hashApiKey, newApiKey, type Role } from "@millrace/access";
import { describe, expect, test } from "vitest";
import { ApiKeyRing } from "../../../../packages/http/src/security/api-key-ring.ts";
import { AuditLog } from "../../../../packages/http/src/security/audit-log.ts";
import { guard } from "../../../../packages/http/src/security/guard.ts";
import { needsAnyCaller } from "../../../../packages/http/src/security/need.ts";
import { createCors } from "../../../../packages/http/src/security/cors.ts";
import { CredentialGate } from "../../../../packages/http/src/security/credential-gate.ts";
import { pageView, startApp } from "../running-app.ts";
import { keepingLog } from "../../http/security/requests.ts";

const key = newApiKey();
const bearer = { authorization: `Bearer ${key}` };
const shop = "https://shop.example";

async function startSecured(...roles: readonly Role[]) {
  const keys = new ApiKeyRing([{ name: "web", hash: hashApiKey(key), roles }]);
  const gate = new CredentialGate({ keys, audit: new AuditLog({ log: keepingLog() }) });
  const parts = { gate, cors: createCors([shop]), docsGuard: guard(gate, needsAnyCaller) };
  return await startApp({ parts });
}

describe("a closed publisher", () => {
  test("takes events of whom the role lets", async () => {
    await using app = await startSecured("publish:page-views");
    expect((await app.post("/api/pageviews", pageView, bearer)).status).toBe(202);
    expect((await app.post("/api/pageviews/batch", [pageView], { "x-api-key": key })).status).toBe(202);
    expect(app.producer.records).toHaveLength(2);
  });

  test("refuses events of whom it does not know", async () => {
    await using app = await startSecured("publish:*");
    const response = await app.post("/api/pageviews", pageView);
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([
      401,
      'Bearer realm="millrace"',
    ]);
    expect(response.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(await response.json()).toMatchObject({ code: "UNAUTHENTICATED", status: 401 });
    expect(app.producer.records).toEqual([]);
  });

  test("names the role that is missing", async () => {
    await using app = await startSecured("publish:page-views", "read:*", "operate");
    const response = await app.post("/api/events/shop/refund", {}, bearer);
    expect(response.status).toBe(403);
    expect(response.headers.get("www-authenticate")).toBe(
      'Bearer realm="millrace", error="insufficient_scope", scope="publish:shop"',
    );
    expect(await response.json()).toMatchObject({
      code: "FORBIDDEN",
      detail: "This takes the role publish:shop, which these credentials do not have.",
    });
  });

  test("checks who posts before it reads what", async () => {
    await using app = await startSecured("publish:*");
    const response = await app.post("/api/pageviews", "{", { "content-type": "text/plain" });
    expect(response.status).toBe(401);
  });

  test("tells nobody which domains there are", async () => {
    await using app = await startSecured();
    const response = await app.post("/api/events/shpo/refund", {});
    expect([response.status, await response.text()]).toEqual([401, expect.not.stringContaining("shop")]);
  });

  test("leaves the probes open, and nothing else", async () => {
    await using app = await startSecured("publish:*", "read:*");
    const statusOf = async (path: string) => (await app.get(path)).status;
    expect([await statusOf("/health/live"), await statusOf("/health/ready")]).toEqual([200, 200]);
    for (const path of ["/metrics", "/health", "/actuator/prometheus", "/api/events/shop"])
      expect([path, await statusOf(path)]).toEqual([path, path === "/api/events/shop" ? 405 : 401]);
  });

  test("shows what may be posted to any caller", async () => {
    await using app = await startSecured("read:shop");
    const known = await fetch(`${app.url}/openapi.json`, { headers: bearer });
    expect([known.status, (await app.get("/openapi.json")).status]).toEqual([200, 401]);
  });

  test("shows metrics and health to who operates it", async () => {
    await using app = await startSecured("operate");
    const statusOf = async (path: string) => (await fetch(app.url + path, { headers: bearer })).status;
    expect([await statusOf("/metrics"), await statusOf("/health")]).toEqual([200, 200]);
  });

  test("says why, also to a page of a listed origin", async () => {
    await using app = await startSecured();
    const response = await app.post("/api/pageviews", pageView, { origin: shop });
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([401, shop]);
    expect(response.headers.get("vary")).toContain("Origin");
  });

  test("answers a browser that asks before it posts", async () => {
    await using app = await startSecured();
    const headers = { origin: shop, "access-control-request-method": "POST" };
    const response = await fetch(`${app.url}/api/pageviews`, { method: "OPTIONS", headers });
    expect([response.status, response.headers.get("access-control-allow-headers")]).toEqual([
      204,
      expect.stringContaining("Authorization"),
    ]);
  });
});

describe("an open publisher", () => {
  /** Those that a page of elsewhere may send without being asked. */
  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain; application/json",
  ])("takes no %s, which any web page can post", async (type) => {
    await using app = await startApp();
    const headers = { "content-type": type, origin: "https://evil.example" };
    const response = await app.post("/api/pageviews", pageView, headers);
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([415, null]);
    expect(app.producer.records).toEqual([]);
  });

  test("lets no web page ask before it posts", async () => {
    await using app = await startApp();
    const headers = { origin: "https://evil.example", "access-control-request-method": "POST" };
    const response = await fetch(`${app.url}/api/pageviews`, { method: "OPTIONS", headers });
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([405, null]);
  });
});

describe("every answer", () => {
  /** As helmet has them; a page that shows JSON runs nothing and is framed by nobody. */
  const wanted = {
    "content-security-policy": expect.stringContaining("default-src 'self'"),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "strict-transport-security": expect.stringContaining("max-age="),
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "x-permitted-cross-domain-policies": "none",
  };

  test.each([
    ["an accepted event", "POST", "/api/pageviews", JSON.stringify(pageView)],
    ["malformed JSON", "POST", "/api/pageviews", "{"],
    ["an unknown path", "POST", "/x", "{}"],
    ["a probe", "GET", "/health/live", undefined],
    ["a long URL", "GET", `/${"x".repeat(3000)}`, undefined],
  ])("of %s carries helmet's headers once", async (_title, method, path, body) => {
    await using app = await startApp({ parts: { cors: createCors([shop]) } });
    const headers = { "content-type": "application/json", origin: shop };
    const response = await fetch(app.url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    expect(Object.fromEntries(response.headers)).toMatchObject(wanted);
    expect(response.headers.get("x-powered-by")).toBeNull();
  });
});
