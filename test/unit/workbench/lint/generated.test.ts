import type { DomainSources } from "@millrace/domain";
import { lintDomain } from "@millrace/workbench";
import { describe, expect, it } from "vitest";

function domainWith(where: string): DomainSources {
  const text = `domain: shop
events:
  sale:
    table: sales
    topic: sale
    key: shop
    event_time: { attribute: sold_at }
    attributes: { shop: { type: string }, amount: { type: long }, sold_at: { type: timestamp } }
aggregations:
  totals:
    from: sales
    window: { tumbling: 1 minute }
    emit: final
    where: ${where}
    measures: { total: { sum: amount } }
`;
  return { domain: { path: "sql/shop/domain.yaml", text }, statements: [], connectors: [] };
}

describe("a statement that domain.yaml declares", () => {
  it("is linted like a file", async () => {
    const { problems } = await lintDomain(domainWith("amount > 3 AND"), { stage: "test" });
    expect(problems).toMatchObject([{ file: "sql/shop/totals.sql", line: 17, code: "syntax" }]);
    expect(problems[0]?.advice).toContain(
      'domain.yaml declares it: "millrace domain sql totals" prints it whole',
    );
  });

  it("is linted as the file that takes it over", async () => {
    const sources = domainWith("amount > 3");
    const { problems, generated } = await lintDomain(sources, { stage: "test" });
    expect(problems).toEqual([]);
    const taken = await lintDomain({ ...sources, statements: generated }, { stage: "test" });
    expect(taken).toMatchObject({ problems: [], generated: [] });
  });
});
