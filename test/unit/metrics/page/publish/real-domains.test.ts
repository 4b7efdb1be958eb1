import { join } from "node:path";
import { compileDomain, listDomains, loadDomainFolder } from "@millrace/domain";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import type { CatalogEvent } from "../../../../../apps/metrics/page/contract/catalog.ts";
import { exampleValues, readForm } from "../../../../../apps/metrics/page/publish/form-values.ts";
import { userSession } from "../../../../../apps/metrics/page/publish/user-session.ts";
import { varyEvent } from "../../../../../apps/metrics/page/publish/vary-event.ts";
import { Catalog } from "../../../../../apps/metrics/src/catalog/catalog.ts";
import { catalogAnswer } from "../../../../../apps/metrics/src/routes/catalog-answer.ts";

const root = join(import.meta.dirname, "..", "..", "..", "..", "..");
const now = Date.UTC(2026, 0, 15, 10, 30);
const domains = listDomains(root).map((name) => {
  const plan = compileDomain(loadDomainFolder(root, name), { stage: "test" });
  const catalog = new Catalog({
    ...plan,
    deadLetterTopics: [],
    statements: [],
    connectors: [],
    journeys: plan.generators,
  });
  const [domain] = catalogAnswer(catalog, "http://127.0.0.1:8080", () => true).domains;
  if (domain === undefined) throw new Error(`${name} has nothing to show`);
  return domain;
});
const events = domains.flatMap((domain) =>
  domain.events.map((event) => ({ domain, event, name: event.name })),
);

/** What the event's schema says against a payload. */
function faults({ schema }: CatalogEvent, payload: unknown): unknown {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.validate(schema, payload) ? [] : ajv.errors;
}

test.each(events)("the form of $name begins with a valid event", ({ event }) => {
  const read = readForm(event, exampleValues(event, now));
  expect(read.kind === "event" ? faults(event, read.payload) : read.faults).toEqual([]);
});

test.each(events)("a burst of $name is made of valid events", ({ domain, event }) => {
  const read = readForm(event, exampleValues(event, now));
  const payload = read.kind === "event" ? read.payload : {};
  const burst = [0, 1, 7].map((index) => varyEvent(event, domain, { payload, index, timeMs: now }));
  expect(burst.flatMap((each) => faults(event, each))).toEqual([]);
});

test.each(domains)("a session in $name is made of valid events", (domain) => {
  const options = { userNumber: 4711, timeOf: (index: number) => now + index * 1000, random: Math.random };
  const steps = userSession(domain, options);
  const found = steps.flatMap(({ name, payload }) => {
    const event = domain.events.find((each) => each.name === name);
    return event === undefined ? [`no ${name}`] : faults(event, payload);
  });
  expect(found).toEqual([]);
});

test("a burst of page views comes from several postcodes", () => {
  const domain = domains.find(({ name }) => name === "page-views");
  const [event] = domain?.events ?? [];
  if (domain === undefined || event === undefined) throw new Error("page-views takes no events");
  const burst = [0, 1, 2].map((index) =>
    varyEvent(event, domain, { payload: event.example, index, timeMs: now }),
  );
  expect(burst.map(({ postcode }) => postcode)).toEqual(["SW19", "SW20", "SW21"]);
});
