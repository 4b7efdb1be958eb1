import { join } from "node:path";
import {
  compileDomain,
  loadDomainFolder,
  type Domain,
  type DomainSources,
  type Plan,
  readDomain,
  type StatementPlan,
} from "@millrace/domain";
import { prepareStatements, startWorkbenchFlink, type WorkbenchFlink } from "@millrace/workbench";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkExpectation } from "../../packages/workbench/src/sql-test/check-expectation.ts";
import { loadTest } from "../../packages/workbench/src/sql-test/load-test.ts";
import {
  checkProperty,
  type PropertyOutcome,
} from "../../packages/workbench/src/sql-test/property/check-property.ts";
import { cloneHome } from "../helpers/workbench-home.ts";

const everyType = loadDomainFolder(join(import.meta.dirname, "..", "golden", "every-type"), "shop");

const windows = {
  tumbling: {
    table: "TUMBLE",
    sizes: "SIZE => INTERVAL '1' MINUTE",
    yaml: "{ kind: tumbling, size: 1 minute }",
  },
  hopping: {
    table: "HOP",
    sizes: "SLIDE => INTERVAL '30' SECOND, SIZE => INTERVAL '2' MINUTE",
    yaml: "{ kind: hopping, size: 2 minutes, slide: 30 seconds }",
  },
  cumulating: {
    table: "CUMULATE",
    sizes: "STEP => INTERVAL '1' MINUTE, SIZE => INTERVAL '5' MINUTE",
    yaml: "{ kind: cumulating, size: 5 minutes, step: 1 minute }",
  },
  session: {
    table: "SESSION",
    sizes: "GAP => INTERVAL '40' SECOND",
    yaml: "{ kind: session, gap: 40 seconds }",
  },
} as const;

type WindowKind = keyof typeof windows;

const aggregates = {
  sales: "COUNT(*)",
  tipped: "COUNT(tip)",
  total: "SUM(amount)",
  least: "MIN(amount)",
  most: "MAX(amount)",
  mean: "AVG(amount)",
  mean_weight: "AVG(weight)",
  total_tip: "SUM(tip)",
  buyers: "COUNT(DISTINCT buyer)",
  first_buyer: "MIN(buyer)",
};

const resultColumns = ["window_start", "window_end", "shop", ...Object.keys(aggregates)];

/** A shop's sales; every result table has the same columns. */
function shop(statements: Readonly<Record<string, string>>): {
  readonly plan: Plan;
  readonly domain: Domain;
} {
  const results = Object.keys(statements).map(
    (table) => `
  ${table}:
    topic: ${table.replaceAll("_", "-")}
    mode: append
    key: shop
    columns:
      window_start: { type: timestamp }
      window_end: { type: timestamp }
      shop: { type: string }
      sales: { type: long }
      tipped: { type: long }
      total: { type: long }
      least: { type: long }
      most: { type: long }
      mean: { type: long }
      mean_weight: { type: double }
      total_tip: { type: long, optional: true }
      buyers: { type: long }
      first_buyer: { type: string }`,
  );
  const text = `domain: shop
events:
  sale:
    table: sales
    topic: sale
    key: shop
    event_time: { attribute: sold_at }
    watermark: { delay: 20 seconds, grace: 40 seconds }
    attributes:
      shop: { type: string, example: corner }
      buyer: { type: string, example: ann }
      amount: { type: long, example: 100 }
      weight: { type: double, example: 1.5 }
      tip: { type: long, optional: true }
      sold_at: { type: timestamp, unit: iso }
results:${results.join("")}
`;
  const sources: DomainSources = {
    domain: { path: "sql/shop/domain.yaml", text },
    statements: Object.entries(statements).map(([table, sql]) => ({
      path: `sql/shop/${table}.sql`,
      text: sql,
    })),
    connectors: [],
  };
  return { plan: compileDomain(sources, { stage: "test" }), domain: readDomain(sources) };
}

function windowed(table: string, kind: WindowKind, overrides: Readonly<Record<string, string>> = {}): string {
  const items = Object.entries({ ...aggregates, ...overrides }).map(([name, call]) => `${call} AS ${name}`);
  const source = kind === "session" ? "TABLE sales PARTITION BY shop" : "TABLE sales";
  return `INSERT INTO ${table} (${resultColumns.join(", ")})
SELECT window_start, window_end, shop, ${items.join(", ")}
FROM TABLE(${windows[kind].table}(DATA => ${source}, TIMECOL => DESCRIPTOR(sold_at), ${windows[kind].sizes}))
GROUP BY window_start, window_end, shop`;
}

const held = {
  window_start: "window_start",
  window_end: "window_end",
  shop: "shop",
  sales: "count()",
  tipped: "count(tip)",
  total: "sum(amount)",
  least: "min(amount)",
  most: "max(amount)",
  mean: "avg(amount)",
  mean_weight: "avg(weight)",
  total_tip: "sum(tip)",
  buyers: "count_distinct(buyer)",
  first_buyer: "min(buyer)",
};

function holdOf(kind: WindowKind): string {
  return `{ window: ${windows[kind].yaml}, by: [shop], columns: ${JSON.stringify(held)} }`;
}

describe("the built-in aggregations on a real Flink", () => {
  let flink: WorkbenchFlink;
  beforeAll(async () => {
    flink = await startWorkbenchFlink({ home: cloneHome, java: "java" });
  });
  afterAll(() => flink.stop());

  /** Compares the tables with the oracle, over random streams. */
  async function check(
    { plan, domain }: ReturnType<typeof shop>,
    holds: Readonly<Record<string, string>>,
    events = 80,
  ): Promise<PropertyOutcome> {
    const lines = Object.entries(holds).map(([table, hold]) => `    ${table}: ${hold}`);
    const text = `describe: a property
property:
  table: sales
  runs: 6
  events: ${events}
  span: 20 minutes
  late: 20%
  out_of_order: 40%
  duplicates: 10%
  vary:
    shop: [corner, market]
    buyer: [ann, Bob, ågot, "🧀"]
    amount: [1, 2, 7, -3, 4000000000000]
    weight: [0.1, 2.5, -7.25]
    tip: [null, 3, -1]
  holds:
${lines.join("\n")}
`;
    const { test: loaded, problems } = loadTest({ path: "sql/shop/tests/a.yaml", text }, { plan, domain });
    expect(problems).toEqual([]);
    if (loaded?.kind !== "property") throw new Error("a property was written");
    await using prepared = await prepareStatements(flink, {
      plan,
      statement: plan.statements[0] as StatementPlan,
    });
    return await checkProperty(loaded.property, prepared);
  }

  test.for(Object.keys(windows) as WindowKind[])("equal the oracle over %s windows", async (kind) => {
    const outcome = await check(shop({ [kind]: windowed(kind, kind) }), { [kind]: holdOf(kind) });
    expect(outcome).toEqual({ runs: 6 });
  });

  test("are refuted when the SQL is wrong, by a small stream", async () => {
    const wrong = windowed("tumbling", "tumbling", { total: "SUM(DISTINCT amount)" });
    const { runs, counterExample } = await check(
      shop({ tumbling: wrong }),
      { tumbling: holdOf("tumbling") },
      20,
    );
    const sales = counterExample?.events.reduce((sum, { times }) => sum + times, 0);
    expect(sales).toBeLessThanOrEqual(3);
    expect(runs).toBeLessThanOrEqual(6 + 40);
    expect(counterExample?.outcomes[0]?.differences).toMatchObject([
      { type: "different", columns: ["total"] },
    ]);
  });

  test("are read by a statement that builds on another's result", async () => {
    const doubled = `INSERT INTO doubled (${resultColumns.join(", ")})
SELECT ${resultColumns.map((name) => (name === "sales" ? "sales * 2" : name)).join(", ")} FROM tumbling`;
    const { plan } = shop({ tumbling: windowed("tumbling", "tumbling"), doubled });
    await using prepared = await prepareStatements(flink, {
      plan,
      statement: plan.statements[0] as StatementPlan,
    });
    const row = {
      shop: "corner",
      buyer: "ann",
      amount: 1,
      weight: 1,
      tip: null,
      sold_at: "2021-01-26T14:44:05",
    };
    const changes = await prepared.run({ sales: [{ kind: "row", row }] });
    expect(changes["doubled"]?.map(({ row }) => row["sales"])).toEqual([2n]);
  });

  test("keep every type of a domain as it was given", async () => {
    const plan = compileDomain(everyType, { stage: "test" });
    const text = `describe: every type
date: 2021-01-26
given:
  purchases:
    - at: "14:44:05.125"
      shop_id: 2147483647
      customer: "🧀, it's"
      total: 9007199254740991
      tags: [a, "b,c"]
      scores: [1, null]
      labels: { k: "v: w", "": x }
      address: { street: 'Rue "d''Été"', zip: null, kind: HOME, valid_from: "2020-02-29T00:00:00" }
      lines:
        - { product: p, count: -3, price: { amount: -9007199254740991, currency: EUR } }
    - { at: "14:44:06", shop_id: 2147483647, customer: c, total: 9007199254740991, tags: [], scores: [],
        labels: {}, address: { street: s, kind: WORK, valid_from: "14:44:07" }, lines: [] }
expect:
  sales:
    rows: [{ shop_id: 2147483647, device: OTHER, revenue: "18014398509481982" }]
  lines_sold:
    columns: [bought_at, product, count, price, labels, address, record_time]
    rows:
      - bought_at: "14:44:05.125"
        product: p
        count: -3
        price: { minor_units: "-9007199254740991", currency: EUR }
        labels: { "": x, k: "v: w" }
        address: { street: 'Rue "d''Été"', zip: null }
        record_time: "14:44:05.125"
`;
    const source = { path: "sql/shop/tests/a.yaml", text };
    const { test: loaded, problems } = loadTest(source, { plan, domain: readDomain(everyType) });
    expect(problems).toEqual([]);
    if (loaded?.kind !== "example") throw new Error("an example was written");
    await using prepared = await prepareStatements(flink, {
      plan,
      statement: plan.statements[0] as StatementPlan,
    });
    const changes = await prepared.run(loaded.scripts);
    for (const expectation of loaded.expectations)
      for (const { differences } of checkExpectation(expectation, changes[expectation.table.name] ?? []))
        expect(differences).toEqual([]);
  });
});
