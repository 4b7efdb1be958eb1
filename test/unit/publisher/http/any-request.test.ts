import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pageView, startApp } from "../running-app.ts";
import { postHead, RawConnection } from "./raw-connection.ts";

const path = fc.constantFrom(
  "/api/pageviews",
  "/api/pageviews/batch",
  "/api/events/shop/purchase",
  "/api/events/shop/batch",
  "/api/events/shop/opened/batch?dry_run=true",
  "/api/events/%ff",
  "/api/events/__proto__/constructor",
  "/api/events/shop/purchase/",
  "//",
);
const headers = fc.record(
  {
    "content-type": fc.constantFrom("application/json", "application/x-ndjson", "text/plain", ""),
    "content-encoding": fc.constantFrom("gzip", "zstd", "br", "deflate", "identity", "x"),
    "idempotency-key": fc.string({ maxLength: 5 }),
    expect: fc.constantFrom("100-continue"),
  },
  { requiredKeys: [] },
);
const event = fc.record(
  {
    user_id: fc.anything(),
    postcode: fc.string({ unit: "binary" }),
    webpage: fc.constant("www.website.com/index.html"),
    timestamp: fc.oneof(fc.constant(pageView.timestamp), fc.double(), fc.bigInt().map(Number)),
    ["__proto__"]: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.array(event).map((events) => Buffer.from(toJson(events))),
  event.map((each) => Buffer.from(toJson(each))),
  fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
  fc
    .constantFrom("[".repeat(20_000), `{"a":`.repeat(5_000), "1e999", '"\\ud800"', "-0", "\ufeff{}")
    .map((text) => Buffer.from(text)),
);

function toJson(value: unknown): string {
  const json = JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? Number(each) : each));
  return json ?? "null";
}

describe("any request", () => {
  test("is answered, never with a fault of the publisher", async () => {
    await using app = await startApp();
    await fc.assert(
      fc.asyncProperty(path, headers, body, async (target, given, bytes) => {
        using connection = await RawConnection.open(app.url);
        const head = printable({ "content-type": "application/json", ...given });
        await connection.send(
          postHead(target, { ...head, Connection: "close", "Content-Length": bytes.length }),
        );
        await connection.send(bytes);
        const answer = await connection.untilClosed();
        expect(answer).toMatch(/^(?:HTTP\/1\.1 100 Continue\r\n\r\n)?HTTP\/1\.1 [24]\d\d /);
      }),
      { numRuns: 200 },
    );
    expect(app.logLines.join("")).toBe("");
  }, 60_000);

  test("of any bytes is answered or closed", async () => {
    await using app = await startApp();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
        using connection = await RawConnection.open(app.url);
        await connection.send(Buffer.from(bytes));
        connection.end();
        expect(await connection.untilClosed()).toMatch(/^(?:HTTP\/1\.1 4\d\d .*|)/);
      }),
      { numRuns: 100 },
    );
    expect((await app.post("/api/pageviews", pageView)).status).toBe(202);
  }, 60_000);
});

/** Header values that can be sent. */
function printable(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value.replaceAll(/[^\x20-\x7e]/g, "?")]),
  );
}
