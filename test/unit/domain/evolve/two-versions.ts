import {
  checkEvolution,
  compileDomain,
  type DomainSources,
  type Evolution,
  type EvolutionFinding,
} from "@millrace/domain";

const yaml = `domain: shop
events:
  order:
    table: orders
    topic: order
    key: customer
    compatibility: BACKWARD
    event_time: { attribute: at, column: ordered_at }
    attributes:
      customer: { type: string }
      at: { type: timestamp }
      amount: { type: money, currency: EUR }
      state: { type: enum, values: [open, paid] }
      note: { type: string, optional: true }
      land: { type: string }
      address: { type: record, fields: { city: { type: string } } }
      count: { type: int }
      size: { type: decimal, precision: 9, scale: 2 }
      tags: { type: array, items: { type: record, fields: { label: { type: string } } } }
results:
  totals:
    topic: totals
    mode: upsert
    key: customer
    columns:
      customer: { type: string }
      total: { type: long }
`;

const insert =
  "INSERT INTO totals (customer, total)\nSELECT customer, COUNT(*) FROM orders GROUP BY customer";
const connector = {
  name: "orders-copy",
  domain: "shop",
  config: { "connector.class": "example.Sink", topics: "${topic:orders}" },
};

/** The files of a domain, with texts of its YAML replaced. */
export function shop(...changes: readonly (readonly [from: string, to: string])[]): DomainSources {
  let text = yaml;
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`the domain does not say ${from}`);
    text = text.replace(from, to);
  }
  return {
    domain: { path: "sql/shop/domain.yaml", text },
    statements: [{ path: "sql/shop/totals.sql", text: insert }],
    connectors: [{ path: "connectors/orders-copy.json", text: JSON.stringify(connector) }],
  };
}

/** What a check says about the domain and its edited form. */
export function evolve(before: DomainSources, after: DomainSources): Evolution {
  const planOf = (sources: DomainSources) => compileDomain(sources, { stage: "test" });
  return checkEvolution({
    plan: planOf(after),
    sources: [after],
    committed: [{ label: "HEAD", plan: planOf(before) }],
  });
}

/** The findings of an edit; `level` replaces the event's compatibility in both forms. */
export function findings(
  [from, to]: readonly [from: string, to: string],
  level = "BACKWARD",
): readonly EvolutionFinding[] {
  const compatibility = ["compatibility: BACKWARD", `compatibility: ${level}`] as const;
  return evolve(shop(compatibility), shop(compatibility, [from, to])).findings;
}
