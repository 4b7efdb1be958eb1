import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashApiKey, newApiKey } from "@millrace/access";
import { createLogger } from "@millrace/common";
import { startSecurity } from "@millrace/http";
import { Catalog } from "@millrace/metrics";
import { Validator } from "@seriousme/openapi-schema-validator";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MetricsUnderTest, type MetricsOptions } from "../../../helpers/metrics-under-test.ts";
import { contractOf } from "../../../helpers/served-tables.ts";

/** Nobody listens there: these tests read no rows. */
const options: MetricsOptions = {
  databaseUrl: "postgres://nobody:nothing@127.0.0.1:1/none",
  domains: ["page-views", "live-streams", "user-events"],
  nowMs: 0,
};

describe("the catalog", () => {
  test("says what is served, without how it is made", async () => {
    await using metrics = await MetricsUnderTest.start(options);
    const { body } = await metrics.get("/api/catalog");
    const domains = body["domains"] as readonly Record<string, readonly Record<string, unknown>[]>[];
    expect(body).toMatchObject({ stage: "test", publisher_url: "http://127.0.0.1:8080" });
    expect(domains.map(({ name }) => name)).toEqual(["live-streams", "page-views", "user-events"]);
    expect(domains[1]?.["tables"]?.[0]).toMatchObject({ name: "page_view_counts", finality: "paired" });
    expect(domains[1]?.["events"]?.[0]).toMatchObject({
      path: "/api/events/page-views/page_view",
      schema: { type: "object" },
      example: expect.any(Object),
    });
    expect(JSON.stringify(domains[1]?.["tables"])).not.toMatch(/"topic"|"connector"|"value"|"postgresTable"/);
  });

  test("changes with what is served", async () => {
    await using metrics = await MetricsUnderTest.start(options);
    metrics.served.replace(new Catalog(contractOf("iot")));
    const { body } = await metrics.get("/api/catalog");
    expect(body["domains"]).toMatchObject([{ name: "iot" }]);
  });
});

describe("the OpenAPI document", () => {
  test("is a valid 3.1 document that has every table", async () => {
    await using metrics = await MetricsUnderTest.start(options);
    const { body } = await metrics.get("/openapi.json");
    const { valid, errors } = await new Validator().validate({ ...body });
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    const paths = Object.keys(body["paths"] as object);
    expect(paths).toEqual(
      expect.arrayContaining([
        "/api/rows/page-views/page_view_counts",
        "/metrics",
        "/streams/top",
        "/events",
      ]),
    );
  });

  test("has no path of live streams where they do not run", async () => {
    await using metrics = await MetricsUnderTest.start({ ...options, domains: ["iot"] });
    const { body } = await metrics.get("/openapi.json");
    expect(Object.keys(body["paths"] as object)).not.toContain("/metrics");
  });
});

describe("a path that does not exist", () => {
  test.each([
    ["/api/rows/page-views/page_view_count", "/api/rows/page-views/page_view_counts"],
    ["/api/rows/page-view/page_view_counts", "/api/rows/page-views/page_view_counts"],
    ["/api/rows/page-views/zzzzzzzzzzzzz", undefined],
  ])("%s is answered 404, with %s", async (path, suggestion) => {
    await using metrics = await MetricsUnderTest.start(options);
    const { status, body } = await metrics.get(path);
    expect([status, body["code"], body["suggestion"]]).toEqual([404, "NOT_FOUND", suggestion]);
  });

  test("takes no POST where rows are", async () => {
    await using metrics = await MetricsUnderTest.start(options);
    const url = `${metrics.url}/api/rows/page-views/page_view_counts`;
    const { status, headers } = await fetch(url, { method: "POST" });
    expect([status, headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });
});

describe("outside the stage dev", () => {
  const key = newApiKey();
  let folder = "";
  let stop = new AbortController();
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "millrace-metrics-"));
    stop = new AbortController();
  });
  afterEach(() => {
    stop.abort();
    rmSync(folder, { recursive: true });
  });

  async function guarded(): Promise<MetricsUnderTest> {
    const apiKeysFile = join(folder, "keys.yaml");
    const entry = { name: "wall", hash: hashApiKey(key), roles: ["read:page-views"] };
    writeFileSync(apiKeysFile, JSON.stringify({ keys: [entry] }));
    const { gate } = await startSecurity(
      { stage: "prod", host: "127.0.0.1", auth: { mode: "required", apiKeysFile }, corsOrigins: [] },
      { log: createLogger({ program: "metrics", destination: { write() {} } }), signal: stop.signal },
    );
    return await MetricsUnderTest.start({ ...options, gate });
  }

  test.each([
    ["/api/rows/page-views/page_view_counts", 401, 503],
    ["/api/rows/user-events/user_profiles", 401, 403],
    ["/api/rows/nothing/at-all", 401, 404],
    ["/metrics", 401, 403],
    ["/api/catalog", 401, 200],
    ["/health", 401, 403],
    ["/health/live", 200, 200],
    ["/actuator/prometheus", 401, 403],
  ])("%s answers strangers %i and a reader of page views %i", async (path, stranger, reader) => {
    await using metrics = await guarded();
    const asStranger = await metrics.get(path);
    const asReader = await metrics.get(path, { "X-Api-Key": key });
    expect([asStranger.status, asReader.status]).toEqual([stranger, reader]);
  });

  test("the catalog shows a caller only what it may read", async () => {
    await using metrics = await guarded();
    const { body } = await metrics.get("/api/catalog", { "X-Api-Key": key });
    expect(body["domains"]).toMatchObject([{ name: "page-views" }]);
  });
});
