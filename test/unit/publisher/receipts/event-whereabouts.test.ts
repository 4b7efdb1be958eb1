import { expect, test } from "vitest";
import { EventCatalog } from "@millrace/publisher";
import type { IndexedReceipts } from "../../../../apps/publisher/src/receipts/indexed-receipts.ts";
import { whereaboutsRoutes } from "../../../../apps/publisher/src/routes/event-whereabouts.ts";
import { callerWith } from "../../../../packages/http/src/security/caller.ts";
import { type Gate, openGate } from "../../../../packages/http/src/security/gate.ts";
import { missingRole } from "../../../../packages/http/src/security/denial.ts";
import { shopEvents } from "../../events/shop-domain.ts";
import { contractOf } from "../contract-of.ts";
import { pageViewEvent } from "../page-view-event.ts";
import { startApp } from "../running-app.ts";
import { inKafka, inSpool, keep, key, TestReceipts } from "./parts.ts";

const pageViews = pageViewEvent();
const [order] = shopEvents;
const catalog = new EventCatalog(contractOf([pageViews, ...shopEvents]));

function gateFor(role: "read:page-views" | "read:*" | "publish:*"): Gate {
  const caller = callerWith("key:test", [role]);
  return { check: (_request, need) => (caller.may(need) ? caller : missingRole(need)) };
}

/** A publisher that has taken an event in two topics, and one that is in the spool. */
async function startWithEvents(gate: Gate = openGate) {
  const receipts: IndexedReceipts = await new TestReceipts().open();
  const topics = [pageViews.topic, order!.topic];
  const keys = topics.map((topic) => key("e-1", topic));
  await keep(receipts, keys, [inKafka(4711, topics[0]), inKafka(12, topics[1])]);
  await keep(receipts, [key("e/2 ü", topics[0])], [inSpool(topics[0])]);
  const horizonSeconds = () => receipts.facts().horizonSeconds;
  return startApp({
    parts: { routes: [whereaboutsRoutes({ receipts, gate, catalog: () => catalog, horizonSeconds })] },
  });
}

test("an event is told in every topic that has it", async () => {
  await using app = await startWithEvents();
  const response = await app.get("/api/events/e-1");
  const received_at = "2023-11-14T22:13:20.000Z";
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toEqual({
    event_id: "e-1",
    found: [
      { status: "published", topic: pageViews.topic, partition: 1, offset: 4711, received_at },
      { status: "published", topic: order!.topic, partition: 1, offset: 12, received_at },
    ],
  });
});

test("an event in the spool has no offset yet", async () => {
  await using app = await startWithEvents();
  const response = await app.get(`/api/events/${encodeURIComponent("e/2 ü")}`);
  expect(await response.json()).toEqual({
    event_id: "e/2 ü",
    found: [{ status: "spooled", topic: pageViews.topic, received_at: "2023-11-14T22:13:20.000Z" }],
  });
});

test("an unknown event is answered with the horizon", async () => {
  await using app = await startWithEvents();
  const response = await app.get("/api/events/e-9");
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({
    code: "NOT_FOUND",
    detail:
      'No event with the id "e-9" is remembered that you may read. Events of the last 60 min are; an older one may well be in Kafka.',
    horizon_seconds: 3_600,
  });
});

test("a caller sees the domains it may read", async () => {
  await using app = await startWithEvents(gateFor("read:page-views"));
  const { found } = (await (await app.get("/api/events/e-1")).json()) as {
    found: readonly { topic: string }[];
  };
  expect(found.map(({ topic }) => topic)).toEqual([pageViews.topic]);
});

test("a caller that reads nothing is refused", async () => {
  await using app = await startWithEvents(gateFor("publish:*"));
  const response = await app.get("/api/events/e-1");
  expect([response.status, await response.json()]).toMatchObject([403, { code: "FORBIDDEN" }]);
});

test("an event's whereabouts are not changed", async () => {
  await using app = await startWithEvents();
  const response = await fetch(`${app.url}/api/events/e-1`, { method: "DELETE" });
  expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
});

test("a domain's path still takes events alone", async () => {
  await using app = await startWithEvents();
  const response = await app.get("/api/events/shop");
  expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
});
