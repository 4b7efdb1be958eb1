import { compileDomain, type DomainSources, type Plan, type StatementPlan } from "@millrace/domain";

const yaml = `
domain: views
events:
  view:
    table: views
    topic: view
    key: page
    event_time: { attribute: viewed_at }
    attributes:
      page: { type: string }
      viewed_at: { type: timestamp }
results:
  pages:
    topic: pages
    mode: append
    record_time: viewed_at
    columns:
      page: { type: string }
      viewed_at: { type: timestamp }
`;

const insert = "INSERT INTO pages (page, viewed_at)\nSELECT page, viewed_at\nFROM views";

/** A domain with one statement, whose text a test may change. */
export function viewSources(statement = insert, domain = yaml): DomainSources {
  return {
    domain: { path: "sql/views/domain.yaml", text: domain },
    statements: [{ path: "sql/views/pages.sql", text: statement }],
    connectors: [],
  };
}

/** The domain above, its YAML changed by a replacement. */
export function changedYaml(from: string, to: string): DomainSources {
  return viewSources(insert, yaml.replace(from, to));
}

/** A plan for the stage `test`. */
export function planOf(sources: DomainSources): Plan {
  return compileDomain(sources, { stage: "test" });
}

/** The domain's one statement. */
export function statementOf(sources: DomainSources): StatementPlan {
  const [statement] = planOf(sources).statements;
  if (statement === undefined) throw new Error("the domain has no statement");
  return statement;
}
