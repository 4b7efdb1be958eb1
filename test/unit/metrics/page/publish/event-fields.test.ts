import { expect, test } from "vitest";
import { eventFields } from "../../../../../apps/metrics/page/publish/event-fields.ts";
import { sale } from "./sample-domain.ts";

test("each attribute gets the field that fits its schema", () => {
  const kinds = Object.fromEntries(eventFields(sale).map(({ attribute, kind }) => [attribute, kind]));
  expect(kinds).toEqual({
    event_id: "text",
    sold_at: "time",
    city: "text",
    pieces: "integer",
    weight: "number",
    price: "amount",
    is_gift: "boolean",
    payment: "choice",
    items: "json",
    event_type: "fixed",
  });
});

test("a field says whether it can be left out", () => {
  const required = eventFields(sale).filter(({ isRequired }) => isRequired);
  expect(required.map(({ attribute }) => attribute)).toEqual(["sold_at", "city", "pieces"]);
});

test("an optional choice offers its values without null", () => {
  const payment = eventFields(sale).find(({ attribute }) => attribute === "payment");
  expect(payment?.choices).toEqual(["card", "cash"]);
});
