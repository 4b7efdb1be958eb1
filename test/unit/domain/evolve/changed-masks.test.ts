import { describe, expect, test } from "vitest";
import { evolve, shop } from "./two-versions.ts";

const land = "land: { type: string }";
const label = "label: { type: string }";
const customer = "customer: { type: string }\n      at";

function notes(...changes: readonly (readonly [from: string, to: string])[]): readonly string[] {
  const { findings, notes: found } = evolve(shop(), shop(...changes));
  expect(findings).toEqual([]);
  return found;
}

describe("another mask", () => {
  test("is noted with its place and what stays", () => {
    expect(notes([land, "land: { type: string, mask: redact }"])).toEqual([
      "sql/shop/domain.yaml:15:7 test.streaming.order-value: land was kept as it is sent in HEAD and is masked " +
        "(redact) now; records written before stay as they are for the retention (7 days)",
    ]);
  });

  test("of a part is noted", () => {
    expect(notes([label, "label: { type: string, mask: hash }"])).toEqual([
      expect.stringContaining("tags[].label was kept as it is sent in HEAD and is masked (hash) now;"),
    ]);
  });

  test("of the key is noted with what it does to keys", () => {
    expect(notes([customer, "customer: { type: string, mask: hash }\n      at"])).toEqual([
      expect.stringMatching(/retention \(7 days\), and the same value has another key from now on$/),
    ]);
  });

  test("that is taken away is noted", () => {
    const masked = shop([land, "land: { type: string, mask: hash }"]);
    expect(evolve(masked, shop()).notes).toEqual([
      expect.stringContaining("land was masked (hash) in HEAD and is kept as it is sent now;"),
    ]);
  });

  test("is not noted where there is none", () => {
    const masked = shop([land, "land: { type: string, mask: hash }"]);
    expect(evolve(masked, masked).notes).toEqual([]);
    expect(notes([land, "land: { type: string, max_length: 9 }"])).toEqual([]);
  });
});
