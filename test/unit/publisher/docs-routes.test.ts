import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docsRoutes } from "../../../apps/publisher/src/docs/docs-routes.ts";

const server = createServer(express().use(docsRoutes()));
let url = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => void server.close());

async function read(path: string) {
  const response = await fetch(`${url}${path}`);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe("the pages", () => {
  test.each([
    ["/", "text/html"],
    ["/docs", "text/html"],
    ["/docs/docs.js", "javascript"],
    ["/docs/docs.css", "text/css"],
    ["/docs/swagger-ui.css", "text/css"],
    ["/docs/swagger-ui-bundle.js", "javascript"],
  ])("have %s as %s", async (path, type) => {
    const { status, headers, text } = await read(path);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toContain(type);
    expect(text.length).toBeGreaterThan(100);
  });

  test.each(["/", "/docs"])("ask nobody but this service: %s", async (path) => {
    const { headers, text } = await read(path);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    const links = [...text.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link = ""]) => link);
    expect(links.length).toBeGreaterThan(1);
    expect(links.filter((link) => !link.startsWith("/") && link !== "data:,")).toEqual([]);
  });

  test.each(["/", "/docs"])("hold no script and no style themselves: %s", async (path) => {
    const { text } = await read(path);
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
  });

  test("are linked from the first one", async () => {
    const { text } = await read("/");
    expect(text).toContain('href="/docs"');
    expect(text).toContain('href="/openapi.json"');
  });

  test("ask no service elsewhere whether the document is valid", async () => {
    const { text } = await read("/docs/docs.js");
    expect(text).toContain('validatorUrl: "none"');
  });

  test("are only read", async () => {
    const response = await fetch(`${url}/docs`, { method: "POST" });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD");
  });

  test("are no way to other files", async () => {
    expect((await read("/docs/swagger-ui-bundle.js.map")).status).toBe(404);
    expect((await read("/docs/..%2Fdocs-routes.ts")).status).toBe(404);
  });
});
