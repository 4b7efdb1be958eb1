import { compileDomain } from "@millrace/domain";
import { describe, expect, test } from "vitest";

const common = `
    key: shop_id
    event_time: { attribute: ts }
    attributes: { shop_id: { type: string }, ts: { type: timestamp }`;

function compile(yaml: string) {
  const sources = {
    domain: { path: "sql/shop/domain.yaml", text: yaml },
    statements: [],
    connectors: [],
  };
  return () => compileDomain(sources, { stage: "test" });
}

describe("event types", () => {
  test("are not called batch, which paths use", () => {
    const yaml = `domain: shop\nevents:\n  batch:\n    table: batches\n    topic: batch${common} }\n`;
    expect(compile(yaml)).toThrow(
      "sql/shop/domain.yaml:3:3 events.batch: found an event type named batch, expected another name: /api/events/shop/batch takes several events of any type",
    );
  });

  test("have a name of their own over all streams", () => {
    const yaml =
      `domain: shop\nstreams:\n  shop_events:\n    topic: events${common} }\n    types: { sale: {} }\n` +
      `events:\n  sale:\n    table: sales\n    topic: sale${common} }\n`;
    expect(compile(yaml)).toThrow(
      'events.sale: found a second event type "sale", expected a name that no other event type of the domain has',
    );
  });
});

describe("money", () => {
  test("is in a currency of ISO 4217", () => {
    const yaml = `domain: shop\nevents:\n  sale:\n    table: sales\n    topic: sale${common}, total: { type: money, currency: EUX } }\n`;
    expect(compile(yaml)).toThrow(
      /events\.sale\.attributes\.total\.currency: found "EUX", expected a currency code of ISO 4217; did you mean [A-Z"]+\?/,
    );
  });
});
