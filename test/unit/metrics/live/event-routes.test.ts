import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { silentLog } from "@millrace/common";
import { openGate } from "@millrace/http";
import express from "express";
import { afterEach, expect, test } from "vitest";
import { Catalog } from "../../../../apps/metrics/src/catalog/catalog.ts";
import type { MetricsContract } from "../../../../apps/metrics/src/catalog/contract.ts";
import { eventRoutes } from "../../../../apps/metrics/src/live/event-routes.ts";
import { LiveStreams } from "../../../../apps/metrics/src/live/live-streams.ts";
import { MemoryWorld, settle } from "./memory-world.ts";
import { servedTable } from "./served-table.ts";
import { testHub } from "./test-hub.ts";

const state = servedTable("state");
const contract: MetricsContract = {
  version: 1,
  stage: "test",
  served: [state],
  panels: [],
  events: [],
  deadLetterTopics: [],
  statements: [],
  connectors: [],
};
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A server of `/events` alone. */
async function serving({ maxClients = 10 } = {}) {
  const world = new MemoryWorld([state]);
  const streams = new LiveStreams(testHub(world, [state]), { maxClients, heartbeatMs: 15_000 });
  await settle();
  const served = { catalog: new Catalog(contract) };
  const routes = eventRoutes({ served, streams, gate: openGate, log: silentLog });
  const server = express().use(routes).listen(0, "127.0.0.1");
  servers.push(server);
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`;
  return { world, streams, url };
}

test("a stream is sent as it comes, through proxies too", async () => {
  const { url } = await serving();
  const { status, headers } = await fetch(`${url}?domain=shop`);
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(headers.get("x-accel-buffering")).toBe("no");
  expect(headers.get("cache-control")).toBe("no-store, no-transform");
});

test("a client too many is refused with when to come again", async () => {
  const { url } = await serving({ maxClients: 1 });
  await fetch(`${url}?domain=shop`);
  const response = await fetch(`${url}?domain=shop`);
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await response.json()).toMatchObject({ code: "OVERLOADED" });
});

test("a client that left makes room", async () => {
  const { url, streams } = await serving({ maxClients: 1 });
  const leaving = new AbortController();
  await fetch(`${url}?domain=shop`, { signal: leaving.signal });
  leaving.abort();
  await expect.poll(() => streams.clients).toBe(0);
  expect((await fetch(`${url}?domain=shop`)).status).toBe(200);
});

test("shutting down tells every client and ends it", async () => {
  const { url, streams } = await serving();
  const response = await fetch(`${url}?domain=shop`);
  streams.close();
  expect(await response.text()).toContain(
    'event: dropped\ndata: {"reason":"the metrics app is shutting down"}\n\n',
  );
  expect((await fetch(`${url}?domain=shop`)).status).toBe(503);
});

test("a store that is away is said before a stream begins", async () => {
  const { url, world } = await serving();
  world.isStoreAway = true;
  const response = await fetch(`${url}?domain=shop`);
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(await response.json()).toMatchObject({ code: "DATABASE_UNAVAILABLE" });
});

test("everything that is wrong with a query is said together", async () => {
  const { url } = await serving();
  const response = await fetch(`${url}?tables=shop/stat&minutes=x&limit=1`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    code: "INVALID_QUERY",
    problems: [
      { parameter: "limit" },
      { parameter: "tables", suggestion: "shop/state" },
      { parameter: "minutes", expected: "a whole number from 1 to 525600" },
    ],
  });
});

test("a HEAD says what a GET would be", async () => {
  const { url } = await serving();
  const response = await fetch(`${url}?domain=shop`, { method: "HEAD" });
  expect([response.status, response.headers.get("content-type")]).toEqual([
    200,
    "text/event-stream; charset=utf-8",
  ]);
});
