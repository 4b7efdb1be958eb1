import { createServer, get, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPage, type PageAssets } from "../../../../apps/metrics/src/page/assets.ts";
import { pageRoutes } from "../../../../apps/metrics/src/page/page-routes.ts";

let assets: PageAssets;
let server: Server;
let url: string;

beforeAll(async () => {
  assets = await buildPage();
  server = createServer(express().use(pageRoutes({ assets, publisherUrl: "http://127.0.0.1:8080/base" })));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe("the page's files", () => {
  it("stay below 100 kB when compressed", () => {
    const sizes = [assets.index, ...assets.files.values()].map(({ gzip }) => gzip.length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(100_000);
  });

  it("name nothing elsewhere that would be loaded", () => {
    const text = [...assets.files.values()].map(({ body }) => body.toString()).join("\n");
    const addresses = text.match(/(?:src|href|url)\s*[=(:]\s*["']?https?:[^"')\s]+/g) ?? [];
    expect([addresses, text.includes("sourceMappingURL")]).toEqual([[], false]);
  });

  it("are the same bytes when built again", async () => {
    expect([...(await buildPage()).files.keys()]).toEqual([...assets.files.keys()]);
  });
});

describe("GET /", () => {
  it("has a strict Content-Security-Policy", async () => {
    const { headers } = await fetch(url);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("connect-src 'self' http://127.0.0.1:8080;");
    expect(policy).not.toContain("unsafe");
  });

  it("has no inline script or style", async () => {
    const html = await (await fetch(url)).text();
    expect(html).not.toMatch(/<style|style=|<script(?![^>]*src=)|\son\w+=/);
  });

  it("is checked for a newer one each time", async () => {
    const { headers } = await fetch(url);
    expect(headers.get("cache-control")).toBe("no-cache");
    expect(await statusOf({ "If-None-Match": headers.get("etag") ?? "" })).toBe(304);
  });
});

describe("GET /assets/…", () => {
  it.each(["br", "gzip"] as const)("is sent compressed by %s", async (encoding) => {
    const [path, asset] = script();
    const response = await fetch(url + path, { headers: { "Accept-Encoding": encoding } });
    expect(response.headers.get("content-encoding")).toBe(encoding);
    expect(await response.text()).toBe(asset.body.toString());
  });

  it("is kept for ever", async () => {
    const { headers } = await fetch(url + script()[0]);
    expect(headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  });
});

function script() {
  const found = [...assets.files].find(([path]) => path.endsWith(".js"));
  if (found === undefined) throw new Error("the page has no script");
  return found;
}

/** fetch would ask caches to be passed by. */
async function statusOf(headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  return await new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).once("error", reject);
  });
}
