import { type Door, EventCatalog, pageViewDoor, portionOf } from "@millrace/publisher";
import type { EventPlan } from "@millrace/domain";
import { expect, test } from "vitest";
import { shopEvents } from "../events/shop-domain.ts";
import { contractOf } from "./contract-of.ts";
import { pageViewEvent } from "./page-view-event.ts";
import { nowMs, pageView, type RunningApp, startApp, subjectIds } from "./running-app.ts";

const context = { request: { receivedAtMs: nowMs, correlationId: "c-1" } };

test.each([
  ["changes", [pageViewEvent()]],
  ["is served no more", shopEvents],
])("a request under way is written with its own schema when that %s", async (_, events) => {
  await using app = await startApp();
  const before = app.ingest.catalog;
  serve(app, events);
  const results = await app.ingest.accept(portionOf([pageView]), pageViewDoor(before) as Door, context);
  expect(results).toMatchObject([{ status: "accepted" }]);
  const id = app.producer.records[0]?.value?.readInt32BE(1);
  expect(id).toBe(subjectIds(before).get(pageViewEvent().subject));
});

/** Serves other events, with other ids of the registry. */
function serve({ ingest }: RunningApp, events: readonly EventPlan[]): void {
  const catalog = new EventCatalog(contractOf(events));
  ingest.serve(catalog, new Map(catalog.schemas.map(({ subject }, at) => [subject, 1000 + at])));
}
