import fc from "fast-check";
import {
  compileDomain,
  type Domain,
  type DomainSources,
  type Plan,
  readDomain,
  type StatementPlan,
} from "@millrace/domain";
import {
  type PreparedStatements,
  prepareStatements,
  startWorkbenchFlink,
  type WorkbenchFlink,
} from "@millrace/workbench";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aggregate } from "../../packages/workbench/src/oracle/aggregate.ts";
import type { NumberKind } from "../../packages/workbench/src/oracle/compare-values.ts";
import { type OracleRow, valueOf } from "../../packages/workbench/src/oracle/row.ts";
import type { Window } from "../../packages/workbench/src/oracle/window.ts";
import { flinkTime } from "../../packages/workbench/src/sql-test/time-text.ts";
import { type Meaning, meantRows, resultDifferences } from "../helpers/declared-aggregations.ts";
import { cloneHome } from "../helpers/workbench-home.ts";

/** Watermark delay and grace of the sales. */
const behindMs = 60_000;
const seeds = [1, 2];

const windows: Readonly<Record<string, { readonly yaml: string; readonly window: Window }>> = {
  tumbling: { yaml: "{ tumbling: 1 minute }", window: { kind: "tumbling", sizeMs: 60_000 } },
  hopping: {
    yaml: "{ hopping: 2 minutes, every: 30 seconds }",
    window: { kind: "hopping", sizeMs: 120_000, slideMs: 30_000 },
  },
  cumulating: {
    yaml: "{ cumulating: 5 minutes, step: 1 minute }",
    window: { kind: "cumulating", sizeMs: 300_000, stepMs: 60_000 },
  },
  session: { yaml: "{ session: 40 seconds }", window: { kind: "session", gapMs: 40_000 } },
};

const kinds: Readonly<Record<string, NumberKind>> = { weight: "real", discount: "decimal" };

type FunctionName = "count" | "sum" | "avg" | "min" | "max" | "count_distinct" | "last";

/** Every function, and every type that it treats in a way of its own. */
const measured: Readonly<Record<FunctionName, readonly string[]>> = {
  count: ["points"],
  sum: ["pieces", "points", "weight", "discount", "price"],
  avg: ["pieces", "weight", "discount", "price"],
  min: ["buyer", "points", "discount"],
  max: ["is_gift", "paid_at", "weight"],
  count_distinct: ["buyer", "address.city"],
  last: [
    "pieces",
    "points",
    "weight",
    "discount",
    "price",
    "buyer",
    "channel",
    "is_gift",
    "paid_at",
    "address.city",
  ],
};

/** Every type once; every function over every window. */
function measuresOver(kind: string): readonly {
  readonly column: string;
  readonly name: FunctionName;
  readonly attribute: string;
}[] {
  return Object.entries(measured).flatMap(([name, attributes]) =>
    (kind === "tumbling" ? attributes : attributes.slice(0, 1)).map((attribute) => ({
      column: `${attribute.replace(".", "_")}_${name}`,
      name: name as FunctionName,
      attribute,
    })),
  );
}

function measureOf(name: FunctionName, attribute: string) {
  const kind = kinds[attribute] ?? "whole";
  return (rows: readonly OracleRow[]) => {
    // A mean is a double, of whole numbers as well; the sum of nothing is 0.
    if (name !== "avg")
      return aggregate({ name, column: attribute }, rows, kind) ?? (name === "sum" ? 0n : null);
    return aggregate({ name, column: attribute }, rows, kind === "whole" ? "real" : kind);
  };
}

const isWeb = (row: OracleRow) => valueOf(row, "channel") === "WEB";
const countAll = (rows: readonly OracleRow[]) => BigInt(rows.length);
const revenue = measureOf("sum", "price");

/** Aggregations as they are declared, with what each means. */
const declared: Readonly<Record<string, { readonly yaml: string; readonly meaning: Meaning }>> = {
  ...Object.fromEntries(
    Object.entries(windows).map(([kind, { yaml, window }]) => [
      `every_${kind}`,
      {
        yaml: `{ from: sales, window: ${yaml}, group_by: [shop], measures: { sale_count: { count: "*" }, ${measuresOver(
          kind,
        )
          .map(({ column, name, attribute }) => `${column}: { ${name}: ${attribute} }`)
          .join(", ")} } }`,
        meaning: {
          window,
          by: { shop: "shop" },
          measures: {
            sale_count: countAll,
            ...Object.fromEntries(
              measuresOver(kind).map(({ column, name, attribute }) => [column, measureOf(name, attribute)]),
            ),
          },
        },
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(windows).map(([kind, { yaml, window }]) => [
      `chosen_${kind}`,
      {
        yaml: `
      from: sales
      window: ${yaml}
      group_by: [address.city, shop]
      where: pieces > 1 OR is_gift
      measures:
        sale_count: { count: "*" }
        web_revenue: { sum: price, where: channel = 'WEB' }
        web_buyer: { last: buyer, where: "channel = 'WEB'" }
      having: sale_count < 3 AND (web_revenue > 0 OR address_city = 'Rome')`,
        meaning: {
          window,
          by: { address_city: "address.city", shop: "shop" },
          where: (row) => Number(valueOf(row, "pieces")) > 1 || valueOf(row, "is_gift") === true,
          measures: {
            sale_count: countAll,
            web_revenue: (rows) => revenue(rows.filter(isWeb)),
            web_buyer: (rows) => measureOf("last", "buyer")(rows.filter(isWeb)),
          },
          having: ({ sale_count, web_revenue, address_city }) =>
            Number(sale_count) < 3 && (Number(web_revenue) > 0 || address_city === "Rome"),
        },
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(windows)
      .filter(([kind]) => kind !== "session")
      .map(([kind, { yaml, window }]) => [
        `best_${kind}`,
        {
          yaml: `{ from: sales, window: ${yaml}, group_by: [address.city, shop, channel], measures: { revenue: { sum: price } }, top: { n: 2, by: revenue, per: [shop] } }`,
          meaning: {
            window,
            by: { address_city: "address.city", shop: "shop", channel: "channel" },
            measures: { revenue },
            top: { n: 2, by: "revenue", per: ["shop"] },
          },
        },
      ]),
  ),
  tips: {
    yaml: '{ from: sales, window: { tumbling: 1 minute }, group_by: [tip.currency], measures: { tips: { sum: tip }, last_tip: { last: tip }, tip_count: { count: "*" } } }',
    meaning: {
      window: { kind: "tumbling", sizeMs: 60_000 },
      by: { tip_currency: "tip.currency" },
      measures: {
        tips: measureOf("sum", "tip.minor_units"),
        last_tip: measureOf("last", "tip.minor_units"),
        tip_count: countAll,
      },
    },
  },
  everything: {
    yaml: '{ from: sales, window: { session: 1 minute }, measures: { sale_count: { count: "*" } } }',
    meaning: { window: { kind: "session", gapMs: 60_000 }, by: {}, measures: { sale_count: countAll } },
  },
};

function domainOf(names: readonly string[]): { readonly plan: Plan; readonly domain: Domain } {
  const text = `domain: shop
events:
  sale:
    table: sales
    topic: sale
    key: shop
    event_time: { attribute: sold_at }
    watermark: { delay: 20 seconds, grace: 40 seconds }
    attributes:
      shop: { type: string }
      sold_at: { type: timestamp }
      buyer: { type: string, optional: true }
      channel: { type: enum, values: [WEB, APP] }
      is_gift: { type: boolean }
      pieces: { type: int }
      points: { type: long, optional: true }
      weight: { type: double, optional: true }
      discount: { type: decimal, precision: 6, scale: 3, optional: true }
      price: { type: money, currency: EUR }
      tip: { type: money }
      paid_at: { type: timestamp, optional: true }
      address: { type: record, fields: { city: { type: string } } }
aggregations:
${names.map((name) => `  ${name}: ${declared[name]?.yaml}`).join("\n")}
`;
  const sources: DomainSources = {
    domain: { path: "sql/shop/domain.yaml", text },
    statements: [],
    connectors: [],
  };
  return { plan: compileDomain(sources, { stage: "test" }), domain: readDomain(sources) };
}

/** Sales in the order in which they come: event time goes on, and some are behind, as far as hours. */
const sales = fc
  .array(
    fc.record({
      placeMs: fc.integer({ min: 0, max: 20 * 60 }).map((seconds) => seconds * 1000),
      behindMs: fc.oneof(
        { weight: 5, arbitrary: fc.constant(0) },
        { weight: 3, arbitrary: fc.integer({ min: 0, max: 90_000 }) },
        { weight: 1, arbitrary: fc.integer({ min: 60_000, max: 400_000 }) },
      ),
      times: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(2) }),
      values: fc.record({
        shop: fc.constantFrom("corner", "market"),
        buyer: fc.constantFrom(null, "ann", "Bob", "ågot", "🧀", ""),
        channel: fc.constantFrom("WEB", "APP"),
        is_gift: fc.boolean(),
        pieces: fc.constantFrom(-2_147_483_648, -3, 0, 1, 2, 9, 10, 2_147_483_647),
        points: fc.constantFrom(null, -40_000_000_000_000_000n, 9n, 10n, 40_000_000_000_000_000n),
        weight: fc.constantFrom(null, -7.25, 0.1, 2.5, 10.5, 1e300),
        discount: fc.constantFrom(null, "-999.999", "0.001", "9.5", "10"),
        price: fc.constantFrom(-700, 0, 999, 1000, 250_000),
        tip: fc.record({
          minor_units: fc.integer({ min: -5, max: 5 }),
          currency: fc.constantFrom("EUR", "USD"),
        }),
        paid_at: fc.constantFrom(null, "2021-01-04T11:00:00.000", "2021-01-04T12:00:00.001"),
        address: fc.record({ city: fc.constantFrom("Rome", "Oslo") }),
      }),
    }),
    { minLength: 300, maxLength: 300, size: "max" },
  )
  .map((draws) =>
    draws
      .toSorted((a, b) => a.placeMs - b.placeMs)
      .flatMap(({ placeMs, behindMs: lateMs, times, values }) => {
        const timeMs = Date.UTC(2021, 0, 4, 12) + placeMs - lateMs;
        return Array.from({ length: times }, () => ({ timeMs, values }));
      }),
  );

/** What differs from the oracle, by result and seed. */
async function differences(names: readonly string[], prepared: PreparedStatements, plan: Plan) {
  const found: Record<string, readonly unknown[]> = {};
  for (const seed of seeds) {
    const stream = fc.sample(sales, { seed, numRuns: 1 })[0] ?? [];
    const rows = stream.map(({ timeMs, values }) => ({ ...values, sold_at: flinkTime(timeMs) }));
    const changes = await prepared.run({ sales: rows.map((row) => ({ kind: "row" as const, row })) });
    const steps = stream.map(({ timeMs, values }) => ({
      kind: "row" as const,
      timeMs,
      values: values as unknown as OracleRow["values"],
    }));
    for (const name of names) {
      const expected = meantRows((declared[name] as { meaning: Meaning }).meaning, steps, behindMs);
      expect(expected).not.toEqual([]);
      for (const table of plan.tables.filter((each) => [name, `${name}_final`].includes(each.name))) {
        const differing = resultDifferences(table, changes, expected);
        if (differing.length > 0) found[`${table.name}, seed ${seed}`] = differing;
      }
    }
  }
  return found;
}

describe("declared aggregations on a real Flink", () => {
  let flink: WorkbenchFlink;
  beforeAll(async () => {
    flink = await startWorkbenchFlink({ home: cloneHome, java: "java" });
  });
  afterAll(() => flink.stop());

  test.for([
    ["every function", Object.keys(declared).filter((name) => name.startsWith("every_"))],
    ["where, having and rankings", Object.keys(declared).filter((name) => !name.startsWith("every_"))],
  ] as const)("equal the oracle in both forms over every window: %s", async ([, names]) => {
    const { plan } = domainOf(names);
    await using prepared = await prepareStatements(flink, {
      plan,
      statement: plan.statements[0] as StatementPlan,
    });
    expect(await differences(names, prepared, plan)).toEqual({});
  });
});
