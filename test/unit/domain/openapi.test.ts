import { fileURLToPath } from "node:url";
import {
  compileDomains,
  type DomainSources,
  emitOpenApi,
  exampleEvent,
  listDomains,
  loadDomainFolder,
} from "@millrace/domain";
import { compileEvent, eventAliases } from "@millrace/events";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { guest, guestIn, maskingKey } from "../events/club-domain.ts";
import { purchase, shopEvent, shopEvents } from "../events/shop-domain.ts";
import { pageViewEvent } from "../publisher/page-view-event.ts";
import { pageView } from "../publisher/running-app.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const shipped = compileDomains(
  listDomains(root).map((domain) => loadDomainFolder(root, domain)) as unknown as readonly [DomainSources],
  { stage: "test" },
).events;
const events = [pageViewEvent(), guestIn, ...shopEvents];
const document = emitOpenApi(events, { aliases: eventAliases });
const nowMs = Date.UTC(2026, 0, 16);

/** A check of a payload by a document's schema of that name. */
function schemaCheck(name: string): ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile({ ...document, $ref: `#/components/schemas/${name}` });
}

describe("the OpenAPI document", () => {
  test.each([
    ["all that the tests know", document],
    ["what ships", emitOpenApi(shipped, { aliases: eventAliases })],
    ["nothing", emitOpenApi([])],
  ])("of %s is valid", async (_, of) => {
    const { valid, errors } = await new Validator().validate(structuredClone(of));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  test("is the same whatever the order of the events", () => {
    const reversed = emitOpenApi(events.toReversed(), { aliases: eventAliases });
    expect(JSON.stringify(reversed)).toBe(JSON.stringify(document));
  });

  test("names every operation once", () => {
    const paths = Object.values(document["paths"] as Record<string, Record<string, { operationId: string }>>);
    const ids = paths.flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain("postEventsShopPurchaseBatch");
  });

  test("keeps an event's schema apart from that of an answer", () => {
    const event = { ...shopEvent("refund"), domain: "kept", name: "item" };
    const { components } = emitOpenApi([event]) as { components: { schemas: Record<string, object> } };
    expect(components.schemas["KeptItemEvent"]).toMatchObject({ type: "object" });
    expect(components.schemas["KeptItem"]).toHaveProperty("oneOf");
  });

  test("says which values are personal", () => {
    const event = pageViewEvent();
    const columns = event.columns.map((column) => ({ ...column, isPersonal: column.name === "postcode" }));
    const { components } = emitOpenApi([{ ...event, columns }]) as {
      components: { schemas: { PageViewsPageView: { properties: Record<string, object> } } };
    };
    const { properties } = components.schemas.PageViewsPageView;
    expect(properties["postcode"]).toMatchObject({ "x-personal": true, maxLength: 24 });
    expect(properties["webpage"]).not.toHaveProperty("x-personal");
  });
});

describe("examples", () => {
  test.each([...shipped, ...shopEvents].map((event) => [event.path, event] as const))(
    "of %s are taken by its door",
    (_, event) => {
      const parsed = compileEvent(event).parse(exampleEvent(event), nowMs);
      expect(parsed.ok ? [] : parsed.problems).toEqual([]);
    },
  );

  test("may happen at a given time", () => {
    expect(exampleEvent(pageViewEvent(), nowMs)).toMatchObject({ timestamp: nowMs / 1000, postcode: "SW19" });
    expect(exampleEvent(shopEvent("refund"), nowMs)).toMatchObject({
      refunded_at: "2026-01-16T00:00:00.000Z",
    });
  });
});

describe("the schema of a payload", () => {
  const [checkPurchase, checkPageView] = [schemaCheck("ShopPurchase"), schemaCheck("PageViewsPageView")];
  const checkGuest = schemaCheck("ClubGuestIn");
  const lines = purchase.lines;

  test.each([
    [{}],
    [{ kind: "purchase" }],
    [{ kind: "opened" }],
    [{ shop_id: "" }],
    [{ shop_id: undefined }],
    [{ event_id: undefined }],
    [{ event_id: null }],
    [{ event_id: "😀".repeat(64) }],
    [{ event_id: "😀".repeat(65) }],
    [{ ts: 1_611_662_684 }],
    [{ ts: "now" }],
    [{ total: "12.50" }],
    [{ total: "12,50" }],
    [{ total: "12.505" }],
    [{ total: "+12.5" }],
    [{ total: null }],
    [{ tip: null }],
    [{ tip: { amount: 5 } }],
    [{ tip: { amount: 5, currency: "eur" } }],
    [{ weight: "1234567890.1" }],
    [{ weight: "0.1234" }],
    [{ weight: 5 }],
    [{ device: "tablet" }],
    [{ lines: [] }],
    [{ lines: {} }],
    [{ lines: [{ ...lines[0], count: 0 }] }],
    [{ lines: [{ ...lines[0], colour: "red" }] }],
    [{ labels: { a: 1.5 } }],
    [{ labels: { a: 2 ** 53 } }],
    [{ rating: null }],
    [{ rating: "5" }],
    [{ is_gift: null }],
    [{ is_gift: true }],
    [{ paid_at: "2026-01-15" }],
    [{ paid_at: "0000-01-15T10:30:00Z" }],
    [{ paid_at: "2026-01-15T10:30:00Z" }],
    [{ colour: "red" }],
  ])("judges a purchase with %j as its door does", (change) => {
    const payload = JSON.parse(JSON.stringify({ ...purchase, ...change })) as unknown;
    const { ok } = compileEvent(shopEvent("purchase")).parse(payload, nowMs);
    expect(checkPurchase(payload)).toBe(ok);
  });

  test.each([
    [{}],
    [{ user_id: -1 }],
    [{ user_id: 2 ** 53 }],
    [{ postcode: "x".repeat(25) }],
    [{ timestamp: 4_102_444_800 }],
    [{ timestamp: 1_611_662_684_000 }],
    [{ event_id: "" }],
  ])("judges a page view with %j as its door does", (change) => {
    const payload = { ...pageView, ...change };
    const { ok } = compileEvent(pageViewEvent()).parse(payload, nowMs);
    expect(checkPageView(payload)).toBe(ok);
  });

  test.each([
    [{}],
    [{ guest: undefined }],
    [{ ip: "192.0.2.7" }],
    [{ ip: "2001:db8::7" }],
    [{ ip: "here" }],
    [{ ip: null }],
    [{ door_ip: "192.0.2.256" }],
    [{ email: "ada" }],
    [{ note: "x".repeat(101) }],
    [{ came_at: "2021-01-26T12:00:00Z" }],
    [{ came_at: "1999-01-26T12:00:00Z" }],
    [{ came_at: null }],
    [{ user_agent: null }],
    [{ request_id: 5 }],
    [{ friends: ["nobody"] }],
  ])("judges what requests tell and masks keep, with %j, as its door does", (change) => {
    const payload = JSON.parse(JSON.stringify({ ...guest, ...change })) as unknown;
    const { ok } = compileEvent(guestIn, { maskingKey }).parse(payload, nowMs);
    expect(checkGuest(payload)).toBe(ok);
  });
});
