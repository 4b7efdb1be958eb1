import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import {
  compileDomain,
  DomainInvalidError,
  type DomainSources,
  generatedFiles,
  loadDomainFolder,
} from "@millrace/domain";
import { lintDomain } from "@millrace/workbench";
import { describe, expect, it } from "vitest";
import { refuseOnBuildMachine } from "./golden-case.ts";

const root = new URL("../../golden/aggregations", import.meta.url).pathname;
const folder = join(root, "generated");
const shop = loadDomainFolder(root, "shop");

function domainOf(aggregations: string, more = ""): DomainSources {
  const text = `domain: shop
${more}
events:
  sale:
    table: sales
    topic: sale
    key: shop
    event_time: { attribute: sold_at }
    watermark: { delay: 10 seconds, grace: 5 minutes }
    attributes: { shop: { type: string }, amount: { type: long }, sold_at: { type: timestamp } }
aggregations:
${aggregations}
`;
  return { domain: { path: "sql/shop/domain.yaml", text }, statements: [], connectors: [] };
}

const minute =
  "{ from: sales, window: { tumbling: 1 minute }, group_by: [shop], measures: { total: { sum: amount } } }";

function settingsOf(sources: DomainSources) {
  return compileDomain(sources, { stage: "test" }).statements[0]?.settings;
}

describe("the SQL of aggregations", () => {
  it("is what stands in the golden files", () => {
    const texts = Object.fromEntries(
      generatedFiles(shop).statements.map(({ path, text }) => [basename(path), text]),
    );
    if (process.env["UPDATE_GOLDEN"] === "1") writeGenerated(texts);
    const expected = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]);
    expect(texts).toEqual(Object.fromEntries(expected));
  });

  it("breaks no rule of the linter", async () => {
    const { statements } = generatedFiles(shop);
    const { problems } = await lintDomain({ ...shop, statements }, { stage: "test" });
    expect(problems).toEqual([]);
    // The grammar reads some hundred lines a second where the machine is busy.
  }, 60_000);

  it("compiles to the same plan when files take it over", () => {
    const taken = { ...shop, statements: generatedFiles(shop).statements };
    expect(compileDomain(taken, { stage: "test" })).toEqual(compileDomain(shop, { stage: "test" }));
  });

  it("gives way to a file that fills the same result", () => {
    const sources = domainOf(`  totals: ${minute}`);
    const text = "INSERT INTO totals_final (window_start) SELECT sold_at FROM sales";
    const mine = { ...sources, statements: [{ path: "sql/shop/mine.sql", text }] };
    expect(() => compileDomain(mine, { stage: "test" })).toThrow(
      "sql/shop/mine.sql:1:13 totals_final: found a column list without shop, window_end, total, aggregate_interval, is_final",
    );
  });

  it("quotes names that SQL reserves", () => {
    const sources = domainOf(
      '  hours: { from: sales, window: { tumbling: 1 hour }, emit: final, measures: { value: { max: amount }, count: { count: "*" } } }',
    );
    const [statement] = generatedFiles(sources).statements;
    expect(statement?.text).toContain("MAX(amount) AS `value`,\n  COUNT(*) AS `count`,");
  });

  it("never takes a question for a setting", () => {
    const sources = domainOf(
      '  totals: { doc: "@state_ttl of what?", from: sales, window: { tumbling: 1 hour }, measures: { n: { count: "*" } } }',
    );
    expect(generatedFiles(sources).statements[0]?.text).toMatch(/^-- totals: @state_ttl of what\?\n/);
  });
});

describe("the state of provisional rows", () => {
  it("lives twice as long as they can be corrected, at least an hour", () => {
    expect(settingsOf(domainOf(`  totals: ${minute}`))?.stateTtlMs).toBe(3_600_000);
    const long = minute.replace("tumbling: 1 minute", "tumbling: 2 hours");
    expect(settingsOf(domainOf(`  totals: ${long}`))?.stateTtlMs).toBe(2 * (7_200_000 + 310_000));
  });

  it("lives as long as the domain says", () => {
    const sources = domainOf(`  totals: ${minute}`, "statement: { state_ttl: 7 minutes }");
    expect(settingsOf(sources)?.stateTtlMs).toBe(420_000);
  });

  it("needs no limit where all rows are final", () => {
    const final = minute.replace("{ from", "{ emit: final, from");
    expect(settingsOf(domainOf(`  totals: ${final}`))?.stateTtlMs).toBe(0);
  });
});

it("a declaration that is wrong says nothing of the file that takes it over", () => {
  const sources = domainOf(`  totals: ${minute.replace("amount", "amuont")}`);
  const file = { path: "sql/shop/totals.sql", text: "INSERT INTO totals (total) SELECT amount FROM sales" };
  const compile = () => compileDomain({ ...sources, statements: [file] }, { stage: "test" });
  expect(compile).toThrow(DomainInvalidError);
  expect(compile).toThrow(
    "because of one problem\nsql/shop/domain.yaml:12:102 aggregations.totals.measures.total.sum",
  );
});

function writeGenerated(texts: Readonly<Record<string, string>>): void {
  refuseOnBuildMachine();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
}
