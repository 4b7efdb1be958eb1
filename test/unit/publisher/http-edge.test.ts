import { describe, expect, test } from "vitest";
import { pageView, startApp } from "./running-app.ts";

describe("requests that are no page view", () => {
  test("malformed JSON is answered 400", async () => {
    await using app = await startApp();
    const response = await app.post("/api/pageviews", '{"user_id":');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: "MALFORMED_JSON",
      detail: expect.stringMatching(/^The body is no JSON: .*Unexpected end/),
    });
  });

  test.each(["text/plain", "application/x-www-form-urlencoded"])("%s is answered 415", async (type) => {
    await using app = await startApp();
    const response = await app.post("/api/pageviews", pageView, { "content-type": type });
    expect(response.status).toBe(415);
    expect(response.headers.get("accept-post")).toBe(
      "application/json, application/x-ndjson, application/jsonl",
    );
    expect(await response.json()).toMatchObject({
      code: "UNSUPPORTED_MEDIA_TYPE",
      detail: `The body's content type is ${type}, expected application/json, or application/x-ndjson for a batch.`,
    });
  });

  test("an unknown content encoding is answered 415", async () => {
    await using app = await startApp();
    const response = await app.post("/api/pageviews", pageView, { "content-encoding": "snappy" });
    expect(response.status).toBe(415);
  });

  test("a body beyond the limit is answered 413", async () => {
    await using app = await startApp({ maxBodyBytes: 1024 });
    const response = await app.post("/api/pageviews", { ...pageView, webpage: "x".repeat(2000) });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      code: "BODY_TOO_LARGE",
      detail: expect.stringContaining("expected a body of at most 1024 bytes"),
    });
  });

  test("more than 10,000 items are answered 413", async () => {
    await using app = await startApp();
    const response = await app.post(
      "/api/pageviews/batch",
      JSON.stringify(Array.from({ length: 10_001 }, () => 0)),
    );
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: "TOO_MANY_ITEMS" });
  });

  test("a key named __proto__ is refused and changes nothing", async () => {
    await using app = await startApp();
    const body = JSON.stringify(pageView).replace("{", '{"__proto__":{"polluted":1},');
    const response = await app.post("/api/pageviews", body);
    expect([response.status, ({} as Record<string, unknown>).polluted]).toEqual([400, undefined]);
  });

  test("an unknown path is answered 404, a wrong method 405", async () => {
    await using app = await startApp();
    expect((await app.get("/api/clicks")).status).toBe(404);
    const response = await app.get("/api/pageviews");
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  });

  test("a fault of ours is logged and answered 500", async () => {
    await using app = await startApp();
    app.producer.answer = () => Promise.reject(new Error("disk on fire"));
    const response = await app.post("/api/pageviews", pageView);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("disk on fire");
    expect(app.logLines.join("")).toContain("disk on fire");
  });

  test("answers carry security headers and no server name", async () => {
    await using app = await startApp();
    const { headers } = await app.get("/health/live");
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("nothing personal is logged", async () => {
    await using app = await startApp();
    app.producer.answer = () => Promise.reject(new Error("disk on fire"));
    await app.post("/api/pageviews", { ...pageView, postcode: "SECRET1" });
    expect(app.logLines.join("")).not.toContain("SECRET1");
  });
});
