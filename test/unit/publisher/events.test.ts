import { parseAvroSchema, parseFrame } from "@millrace/kafka";
import { EventCatalog } from "@millrace/publisher";
import { describe, expect, test } from "vitest";
import { purchase, shopEvent, shopEvents } from "../events/shop-domain.ts";
import { contractOf } from "./contract-of.ts";
import { pageViewEvent } from "./page-view-event.ts";
import { pageView, startApp, subjectIds } from "./running-app.ts";

interface Nonsense {
  readonly detail: string;
  readonly results: readonly { readonly problems: readonly unknown[] }[];
}

const opened = { event_id: "o-1", shop_id: "M1", ts: 1_611_662_684_000 };

describe("POST /api/events/<domain>/<type>", () => {
  test("answers 202 with the place Kafka gave it", async () => {
    await using app = await startApp();
    const response = await app.post("/api/events/shop/purchase", purchase);
    expect([response.status, await response.json()]).toEqual([
      202,
      {
        status: "accepted",
        event_id: "p-1",
        stored_in: "kafka",
        topic: "test.streaming.events",
        partition: 0,
        offset: 0,
      },
    ]);
  });

  test("produces what the domain says, type included", async () => {
    await using app = await startApp();
    await app.post("/api/events/shop/purchase", purchase, { "correlation-id": "c-1" });
    const [record] = app.producer.records;
    expect(record).toMatchObject({ timestampMs: 1_611_662_684_123, headers: { "correlation-id": "c-1" } });
    const { payload } = parseFrame(record?.value ?? Buffer.alloc(0));
    expect(parseAvroSchema(shopEvent("purchase").schema).fromBuffer(payload)).toMatchObject({
      kind: "purchase",
      total: 1250,
    });
  });

  test("encodes value and key under their subjects' ids", async () => {
    await using app = await startApp();
    const ids = subjectIds(app.ingest.catalog);
    await app.post("/api/events/shop/refund", {
      shop_id: "M1",
      number: 5,
      refunded_at: "2021-01-26T12:00:00Z",
    });
    const [record] = app.producer.records;
    const idOf = (bytes: Buffer | null | undefined) => parseFrame(bytes ?? Buffer.alloc(0)).schemaId;
    expect([idOf(record?.value), idOf(record?.key)]).toEqual([
      ids.get("test.streaming.refunds-value"),
      ids.get("test.streaming.refunds-key"),
    ]);
  });

  test("lists every problem with what was probably meant", async () => {
    await using app = await startApp();
    const response = await app.post("/api/events/shop/purchase", {
      ...purchase,
      device: "mobil",
      lines: [{ product: "tea", count: 0, price: { amount: 1, currency: "USD" } }],
      totl: 1,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      type: "urn:millrace:problem:invalid-event",
      title: "Invalid event",
      code: "INVALID_EVENT",
      detail: "The event has 3 problem(s); nothing was published.",
      problems: [
        { pointer: "/device", found: '"mobil"', expected: "one of desktop, mobile", suggestion: "mobile" },
        { pointer: "/lines/0/count", found: "0", expected: "a whole number from 1 to 2147483647" },
        { pointer: "", expected: "no unknown key (found totl)", suggestion: "total" },
      ],
    });
  });

  test("refuses a payload that says another type", async () => {
    await using app = await startApp();
    const response = await app.post("/api/events/shop/opened", { ...opened, kind: "purchase" });
    expect(await response.json()).toMatchObject({
      problems: [{ pointer: "/kind", found: '"purchase"', expected: "opened, or nothing" }],
    });
  });

  test("takes page views as /api/pageviews does", async () => {
    await using app = await startApp();
    const response = await app.post("/api/events/page-views/page_view", { ...pageView, event_id: "e-1" });
    expect([response.status, await response.json()]).toMatchObject([202, { event_id: "e-1" }]);
    expect(app.producer.records[0]?.key?.toString()).toBe("SW19");
  });
});

describe("POST /api/events/<domain>/<type>/batch", () => {
  test("answers one result an item in order", async () => {
    await using app = await startApp();
    const items = ["a", "b"].map((event_id) => ({ ...opened, event_id }));
    const response = await app.post("/api/events/shop/opened/batch", items);
    expect([response.status, await response.json()]).toMatchObject([
      202,
      {
        accepted: 2,
        results: [
          { event_id: "a", offset: 0 },
          { event_id: "b", offset: 1 },
        ],
      },
    ]);
  });

  test("publishes what is valid of it", async () => {
    await using app = await startApp();
    const response = await app.post("/api/events/shop/opened/batch", [opened, { ...opened, ts: "now" }]);
    expect([response.status, await response.json()]).toMatchObject([
      207,
      {
        accepted: 1,
        invalid: 1,
        results: [{ event_id: "o-1" }, { status: "invalid", problems: [{ pointer: "/1/ts" }] }],
      },
    ]);
    expect(app.producer.records).toHaveLength(1);
  });

  test("of nonsense is told a thousand problems and one of each item", async () => {
    await using app = await startApp();
    const items = Array.from({ length: 2000 }, () => ({}));
    const response = await app.post("/api/events/shop/opened/batch", items);
    const { detail, results } = (await response.json()) as Nonsense;
    expect(detail).toBe("2000 of 2000 events are invalid; nothing was published.");
    expect([0, 498, 499, 1999].map((at) => results[at]?.problems.length)).toEqual([2, 2, 2, 1]);
  });

  test("says twice the same event once", async () => {
    await using app = await startApp();
    const response = await app.post("/api/events/shop/opened/batch", [opened, opened]);
    expect([response.status, await response.json()]).toMatchObject([
      202,
      { accepted: 1, duplicate: 1, results: [{ status: "accepted" }, { status: "duplicate", offset: 0 }] },
    ]);
  });

  test("is an array", async () => {
    await using app = await startApp();
    const response = await app.post("/api/events/shop/opened/batch", opened);
    expect(await response.json()).toMatchObject({
      code: "MALFORMED_BATCH",
      detail: "The batch is no array (object), expected an array of at least one item.",
    });
  });

  test("takes JSON lines, of which one may be malformed", async () => {
    await using app = await startApp();
    const lines = `${JSON.stringify(opened)}\n{"event_id":\n`;
    const response = await app.post("/api/events/shop/opened/batch", lines, {
      "content-type": "application/x-ndjson",
    });
    expect([response.status, await response.json()]).toMatchObject([
      207,
      {
        accepted: 1,
        results: [{}, { problems: [{ pointer: "/1", expected: "a JSON value a line" }] }],
      },
    ]);
  });
});

describe("POST /api/events/<domain>", () => {
  test("takes events that say their type, one or several", async () => {
    await using app = await startApp();
    const one = await app.post("/api/events/shop", { ...opened, kind: "opened" });
    const several = await app.post("/api/events/shop/batch", [
      { ...opened, event_id: "o-2", kind: "opened" },
      { ...purchase, kind: "purchase" },
    ]);
    expect([one.status, several.status]).toEqual([202, 202]);
    expect(app.producer.records).toHaveLength(3);
  });

  test.each([
    [{}, { found: "nothing" }],
    [{ kind: "openend" }, { found: '"openend"', suggestion: "opened" }],
    [{ kind: 5 }, { found: "5" }],
  ])("refuses a payload that says %j", async (said, problem) => {
    await using app = await startApp();
    const response = await app.post("/api/events/shop", { ...opened, ...said });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      problems: [{ pointer: "/kind", expected: "one of opened, purchase", ...problem }],
    });
  });

  test("refuses what is no object", async () => {
    await using app = await startApp();
    const response = await app.post("/api/events/shop", "[1]");
    expect(await response.json()).toMatchObject({
      problems: [{ pointer: "", found: "[1]", expected: "an object" }],
    });
  });

  test("takes the only type of a domain", async () => {
    await using app = await startApp();
    expect((await app.post("/api/events/page-views", pageView)).status).toBe(202);
  });
});

describe("paths that do not exist", () => {
  test.each([
    [
      "/api/events/shop/purchas",
      'There is no type "purchas" in domain shop, expected one of opened, purchase, refund. Did you mean /api/events/shop/purchase?',
      "/api/events/shop/purchase",
    ],
    [
      "/api/events/shp/opened/batch",
      'There is no domain "shp", expected one of page-views, shop. Did you mean /api/events/shop/opened?',
      "/api/events/shop/opened",
    ],
    ["/api/events/iot", 'There is no domain "iot", expected one of page-views, shop.', undefined],
  ])("%s is answered 404 with what may have been meant", async (path, detail, suggestion) => {
    await using app = await startApp();
    const response = await app.post(path, opened);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      code: "NOT_FOUND",
      detail,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  });

  test("a domain whose types share nothing is told to say them", async () => {
    const events = [shopEvent("refund"), { ...pageViewEvent(), domain: "shop" }];
    await using app = await startApp({ events });
    expect(await (await app.post("/api/events/shop", opened)).json()).toMatchObject({
      detail:
        "Events of domain shop do not say their type; post them to /api/events/shop/<type>, with one of page_view, refund.",
    });
  });

  test("page views are not taken where their domain is not served", async () => {
    await using app = await startApp({ events: shopEvents });
    const response = await app.post("/api/pageviews", pageView);
    expect([response.status, await response.json()]).toMatchObject([
      404,
      { detail: "The domain page-views is not served here." },
    ]);
  });

  test("another method than POST is answered 405", async () => {
    await using app = await startApp();
    const response = await app.get("/api/events/shop/purchase");
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  });

  test("names of prototypes are no domains", () => {
    const catalog = new EventCatalog(contractOf([pageViewEvent()]));
    expect(catalog.door("constructor")).toBeUndefined();
    expect(catalog.door("page-views", "__proto__")).toBeUndefined();
  });
});

describe("metrics of events", () => {
  test("are told apart by domain and type", async () => {
    await using app = await startApp();
    await app.post("/api/events/shop/batch", [
      { ...opened, kind: "opened" },
      { ...purchase, kind: "purchase" },
      { ...opened, event_id: "o-2", kind: "opened" },
    ]);
    await app.post("/api/events/shop/opened", {});
    await app.post("/api/events/shop", {});
    const text = await (await app.get("/metrics")).text();
    expect(text).toContain('events_produced_total{domain="shop",type="opened"} 2\n');
    expect(text).toContain('events_produced_total{domain="shop",type="purchase"} 1\n');
    expect(text).toContain('events_rejected_total{domain="shop",type="opened",reason="invalid"} 1\n');
    expect(text).toContain('events_rejected_total{domain="shop",type="unknown",reason="invalid"} 1\n');
    expect(text).toContain("pageviews_produced_total 0\n");
    expect(text).toContain('route="/api/events/:domain/:type",status="400"} 1\n');
  });
});

describe("GET /openapi.json", () => {
  test("describes what may be posted", async () => {
    await using app = await startApp();
    const response = await app.get("/openapi.json");
    expect(response.headers.get("content-type")).toMatch("application/json");
    const document = (await response.json()) as { readonly paths: object };
    expect(postedPaths(document)).toEqual([
      "/api/events/page-views/page_view",
      "/api/events/page-views/page_view/batch",
      "/api/events/shop",
      "/api/events/shop/batch",
      "/api/events/shop/opened",
      "/api/events/shop/opened/batch",
      "/api/events/shop/purchase",
      "/api/events/shop/purchase/batch",
      "/api/events/shop/refund",
      "/api/events/shop/refund/batch",
      "/api/pageviews",
      "/api/pageviews/batch",
    ]);
  });

  test("follows what is taken", async () => {
    await using app = await startApp();
    await app.get("/openapi.json");
    const catalog = new EventCatalog(contractOf([shopEvent("refund")]));
    app.ingest.serve(catalog, subjectIds(catalog));
    const document = (await (await app.get("/openapi.json")).json()) as { readonly paths: object };
    expect(postedPaths(document)).toEqual(["/api/events/shop/refund", "/api/events/shop/refund/batch"]);
  });
});

/** The paths of a document that take a POST. */
function postedPaths({ paths }: { readonly paths: object }): readonly string[] {
  return Object.entries(paths).flatMap(([path, methods]) => ("post" in (methods as object) ? [path] : []));
}
