import type { TopicDefaults } from "../normalize/defaults.ts";
import { normalizeGenerator } from "../normalize/generator.ts";
import { normalizeDomain } from "../normalize/normalize.ts";
import { normalizePanels } from "../normalize/panels.ts";
import type { Plan } from "../plan.ts";
import type { DomainProblem } from "../problem.ts";
import type { ValidDomain } from "../validate/validate.ts";
import { planClickHouseTables } from "./clickhouse.ts";
import { planBindings, planConnectors } from "./connectors.ts";
import { planEvents } from "./events.ts";
import { bucketName } from "./names.ts";
import { planPostgresTables } from "./postgres.ts";
import { retentionsOf } from "./postgres-upkeep.ts";
import { planServedTables } from "./served.ts";
import { planStatement } from "./statement.ts";
import { planTables } from "./tables.ts";
import { planSchemas, planTopics } from "./topics.ts";

/** Lays a valid domain out as a plan, not yet sorted; what connectors refer to is resolved here, so it can still be wrong. */
export function planDomain(
  { input, statements, connectors }: ValidDomain,
  { stage, topicDefaults }: { readonly stage: string; readonly topicDefaults?: TopicDefaults },
): { readonly plan: Plan; readonly problems: readonly DomainProblem[] } {
  const domain = normalizeDomain(input, topicDefaults);
  const tables = planTables(domain, stage);
  const resolved = planConnectors(connectors, domain.name, planBindings(domain, stage));
  const postgres = planPostgresTables(resolved.connectors, connectors, domain, {
    stage,
    retentions: retentionsOf(input),
  });
  const plan: Plan = {
    version: 1,
    stage,
    topics: planTopics(domain, resolved.connectors, stage),
    schemas: planSchemas(domain, tables, stage),
    tables,
    statements: planStatement(domain, statements, tables),
    connectors: resolved.connectors,
    postgresTables: postgres.tables,
    clickhouseTables: planClickHouseTables(input),
    buckets: domain.buckets.map(({ key, name }) => ({
      name: bucketName(stage, name),
      key,
      domain: domain.name,
    })),
    events: planEvents(domain, tables, stage),
    generators: input.generator === undefined ? [] : [normalizeGenerator(domain.name, input.generator)],
    panels: normalizePanels(input),
    served: planServedTables(domain, tables, resolved.connectors, postgres.tables),
  };
  const unresolved = new Set(resolved.problems.map(({ file, path }) => `${file} ${path}`));
  const others = postgres.problems.filter(({ file, path }) => !unresolved.has(`${file} ${path}`));
  return { plan, problems: [...resolved.problems, ...others] };
}
