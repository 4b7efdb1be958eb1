import { checkEvolution, compileDomain } from "@millrace/domain";
import { describe, expect, test } from "vitest";
import { evolve, findings, shop } from "./two-versions.ts";

const land = "land: { type: string }";
const state = "state: { type: enum, values: [open, paid] }";

describe("a change that earlier records do not allow", () => {
  test("is told with its place, its readers and the way round it", () => {
    expect(findings([land, `${land}\n      city: { type: int }`])).toEqual([
      {
        subject: "test.streaming.order-value",
        domain: "shop",
        compatibility: "BACKWARD",
        against: ["HEAD"],
        path: "city",
        change: "added",
        what: "was added without a default",
        breaks: [
          "Flink statement shop, reading records written before",
          "the publisher, which refuses events of callers that do not send it yet",
          "consumers that take the new schema, reading records written before",
        ],
        instead: "give it a default, or say optional: true",
        place: { file: "sql/shop/domain.yaml", line: 16, column: 7 },
      },
    ]);
  });

  test.each([
    ["land: { type: string }", "land: { type: int }", "land", "was string and is int now", 15],
    [land, "country: { type: string }", "country", "looks like land under a new name", 15],
    ["optional: true", "max_length: 9", "note", "was optional and is required now", 14],
    [state, "state: { type: enum, values: [open] }", "state", "lost the enum value paid", 13],
    ["currency: EUR", "currency: USD", "amount", "was money in EUR and is money in USD now", 12],
    ["city: { type: string }", "city: { type: long }", "address.city", "was string and is long now", 16],
    ["label: { type: string }", "label: { type: long }", "tags[].label", "was string and is long now", 19],
    [
      "{ attribute: at, column: ordered_at }",
      "{ attribute: at }",
      "at",
      "looks like ordered_at under a new name",
      11,
    ],
    ["  order:", "  purchase:", "", "its record is in Avro io.millrace.shop.purchase now", 3],
  ])("is found: %s becomes %s", (from, to, path, what, line) => {
    const found = findings([from, to]);
    expect(found[0]).toMatchObject({ path, place: { line } });
    expect(found[0]?.what).toContain(what);
  });

  test("of a type names the connector that writes both into one table", () => {
    const [found] = findings(["land: { type: string }", "land: { type: int }"]);
    expect(found?.breaks).toContain("connector orders-copy, which writes old and new records into one table");
    expect(found?.instead).toBe(
      "leave land as it is and add an attribute of the new type beside it, optional: true; " +
        "or a new topic test.streaming.order.v2, filled beside test.streaming.order for the retention (7 days)",
    );
  });

  test("of a name is mended by an alias", () => {
    const [found] = findings([land, "country: { type: string }"]);
    expect(found?.instead).toBe("say aliases: [land], so that records with the old name are read");
    expect(findings([land, "country: { type: string, aliases: [land] }"])).toEqual([]);
  });

  test("of the key is found at every level but NONE", () => {
    const change = ["key: customer\n    compat", "key: land\n    compat"] as const;
    for (const level of ["BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FULL"])
      expect(findings(change, level)).toMatchObject([
        { change: "key", what: "the key was customer as bare text and is land as bare text now" },
      ]);
    expect(findings(change, "NONE")).toEqual([]);
  });

  test("of an Avro key is a matter of the key's subject", () => {
    const found = findings(["key: customer\n    columns", "key: [customer, total]\n    columns"]);
    expect(found).toMatchObject([
      {
        subject: "test.streaming.totals-key",
        what: "the key was customer string and is customer string, total long now",
        place: { line: 21 },
      },
    ]);
  });
});

describe("a change that earlier readers do not allow", () => {
  test.each([
    [land, "region: { type: string }", "land", "looks renamed to region"],
    [`      ${land}\n`, "", "land", "was removed, and earlier readers have no default for it"],
    [land, "land: { type: string, optional: true }", "land", "was required and is optional now"],
    [state, "state: { type: enum, values: [open, paid, void] }", "state", "got the enum value void"],
  ])("is found: %s becomes %s", (from, to, path, what) => {
    const [found] = findings([from, to], "FORWARD");
    expect(found).toMatchObject({ path, what });
    expect(found?.breaks).toEqual([
      "consumers that still use the schema of HEAD, reading new records",
      "Flink statement shop, until apply has replaced it",
    ]);
  });

  test("is allowed where only earlier records count", () => {
    expect(findings([state, "state: { type: enum, values: [open, paid, void] }"])).toEqual([]);
    expect(findings([`      ${land}\n`, ""])).toEqual([]);
  });

  test("is one finding with both kinds of readers for FULL", () => {
    const [found, ...others] = findings(["land: { type: string }", "land: { type: int }"], "FULL");
    expect(others).toEqual([]);
    expect(found?.breaks).toEqual(
      expect.arrayContaining([
        "Flink statement shop, reading records written before",
        "consumers that still use the schema of HEAD, reading new records",
      ]),
    );
  });
});

describe("a check", () => {
  test("says of every subject what became of it", () => {
    const { subjects } = evolve(shop(), shop([land, `${land}\n      city: { type: int, default: 0 }`]));
    expect(subjects.map(({ subject, verdict }) => `${subject} ${verdict}`)).toEqual([
      "test.streaming.order-value compatible",
      "test.streaming.totals-key unchanged",
      "test.streaming.totals-value unchanged",
    ]);
  });

  test("notes a likely renaming that a default hides", () => {
    const { findings, notes } = evolve(shop(), shop([land, "country: { type: string, default: UK }"]));
    expect(findings).toEqual([]);
    expect(notes).toEqual([
      "sql/shop/domain.yaml:15:7 test.streaming.order-value: if country is the land of HEAD under a new name, " +
        "say aliases: [land]; without it readers of earlier records find its default",
    ]);
  });

  test("notes a level that asks for less, and topics that are gone", () => {
    const { notes } = evolve(shop(), shop(["BACKWARD", "NONE"], ["topic: totals", "topic: sums"]));
    expect(notes).toEqual([
      "test.streaming.order-value: its compatibility was BACKWARD in HEAD and is NONE now, which asks for less",
      "test.streaming.totals-key: is in HEAD and not here any more; its records stay for their retention, and its readers get no new ones",
      "test.streaming.totals-value: is in HEAD and not here any more; its records stay for their retention, and its readers get no new ones",
    ]);
  });

  test("compares with all registered versions where the level is transitive", () => {
    const versionOf = (type: string) => ({
      type: "record",
      name: "order",
      namespace: "io.millrace.shop",
      fields: [{ name: "customer", type }],
    });
    const registered = new Map([
      [
        "test.streaming.order-value",
        [
          { label: "version 1", schema: versionOf("int") },
          { label: "version 2", schema: versionOf("long") },
          { label: "version 3", schema: versionOf("string") },
        ],
      ],
    ]);
    const againstOf = (level: string) => {
      const sources = shop(["BACKWARD", level]);
      const plan = compileDomain(sources, { stage: "test" });
      const { findings } = checkEvolution({ plan, sources: [sources], registered });
      return findings.find(({ path }) => path === "customer")?.against;
    };
    expect(againstOf("BACKWARD")).toBeUndefined();
    expect(againstOf("BACKWARD_TRANSITIVE")).toEqual(["version 1"]);
  });
});
