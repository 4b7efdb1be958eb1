import { expect, test } from "vitest";
import { exampleValues, faultsOf, readForm } from "../../../../../apps/metrics/page/publish/form-values.ts";
import { sale } from "./sample-domain.ts";

const now = Date.UTC(2026, 0, 15, 10, 30);

test("a form begins with the example, happening now", () => {
  expect(exampleValues(sale, now)).toMatchObject({
    sold_at: "1768473000",
    city: "Bern",
    pieces: "2",
    items: '[\n  "tea"\n]',
    event_type: "sale",
    weight: "",
  });
});

test("an untouched form reads as the example", () => {
  expect(readForm(sale, exampleValues(sale, now))).toEqual({
    kind: "event",
    payload: {
      sold_at: 1_768_473_000,
      city: "Bern",
      pieces: 2,
      price: "24.99",
      items: ["tea"],
      event_type: "sale",
    },
  });
});

test("every field that cannot be read is named", () => {
  const read = readForm(sale, { pieces: "two", items: "[", sold_at: "now" });
  const faults = read.kind === "faults" ? read.faults : [];
  expect(faults.map(({ pointer }) => pointer)).toEqual(["/sold_at", "/pieces", "/items"]);
});

test("a number that is none is shown as it was entered", () => {
  const read = readForm(sale, { pieces: "two" });
  expect(read).toEqual({
    kind: "faults",
    faults: [{ pointer: "/pieces", found: '"two"', expected: "a number" }],
  });
});

test("a field shows the faults inside its value", () => {
  const inside = { pointer: "/items/0", found: "5", expected: "a text" };
  const other = { pointer: "/items_sold", found: "5", expected: "a text" };
  expect(faultsOf([inside, other], "items")).toEqual([inside]);
});
