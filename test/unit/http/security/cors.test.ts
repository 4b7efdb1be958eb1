import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { createCors } from "../../../../packages/http/src/security/cors.ts";

const shop = "https://shop.example";

/** What a server with these origins answers. */
async function answer(origins: readonly string[], init: RequestInit): Promise<Response> {
  const cors = createCors(origins);
  const server = createServer((request, response) => {
    if (!cors.handle(request, response)) response.writeHead(202).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, init);
  } finally {
    server.close();
  }
}

function corsOf({ headers }: Response): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...headers].filter(([name]) => name.startsWith("access-control") || name === "vary"),
  );
}

const preflight = (origin: string) => ({
  method: "OPTIONS",
  headers: {
    origin,
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type",
  },
});

describe("CORS", () => {
  test("says nothing by default", async () => {
    const response = await answer([], preflight(shop));
    expect([response.status, corsOf(response)]).toEqual([202, {}]);
  });

  test("answers the preflight request of an origin that is listed", async () => {
    const response = await answer(["https://other.example", shop], preflight(shop));
    expect([response.status, corsOf(response)]).toEqual([
      204,
      {
        "access-control-allow-origin": shop,
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-headers":
          "Authorization, Content-Encoding, Content-Type, Correlation-Id, Idempotency-Key, If-None-Match, Last-Event-ID, Traceparent, X-Api-Key",
        "access-control-max-age": "600",
        vary: "Origin",
      },
    ]);
  });

  test("lets a listed page read the answer", async () => {
    const response = await answer([shop], { method: "POST", headers: { origin: shop } });
    expect(corsOf(response)).toEqual({
      "access-control-allow-origin": shop,
      "access-control-expose-headers":
        "Correlation-Id, ETag, Idempotency-Replayed, Millrace-As-Of, Millrace-Event-Time-Lag-Ms, Millrace-Newest-Event-At, Millrace-Next-Cursor, Millrace-Processing-Lag-Ms, RateLimit, RateLimit-Policy, Retry-After",
      vary: "Origin",
    });
  });

  test.each([
    "https://evil.example",
    "https://shop.example.evil.example",
    "http://shop.example",
    "null",
    `${shop}:8443`,
  ])("says nothing to %s", async (origin) => {
    expect(corsOf(await answer([shop], preflight(origin)))).toEqual({ vary: "Origin" });
  });

  test("never allows credentials, least of all with every origin", async () => {
    const response = await answer(["*"], { method: "POST", headers: { origin: shop } });
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.has("access-control-allow-credentials")).toBe(false);
  });

  test.each([
    "shop.example",
    "https://shop.example/",
    "https://*.shop.example",
    "https://Shop.example",
    "null",
    "https://shop.example:443",
  ])("refuses %s as a setting", (origin) => {
    expect(() => createCors([origin])).toThrow(
      `CORS_ORIGINS: found "${origin}", expected origins as browsers send them`,
    );
  });
});
