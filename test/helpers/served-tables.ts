import { join } from "node:path";
import { compileDomain, loadDomainFolder, type Plan, type ServedTablePlan } from "@millrace/domain";
import type { MetricsContract } from "@millrace/metrics";

const root = join(import.meta.dirname, "..", "..");
const plans = new Map<string, Plan>();

/** The plan of one of the repository's domains. */
export function planOf(domain: string): Plan {
  let plan = plans.get(domain);
  if (plan === undefined)
    plans.set(domain, (plan = compileDomain(loadDomainFolder(root, domain), { stage: "test" })));
  return plan;
}

/** A table that one of the repository's domains serves. */
export function servedTable(domain: string, name: string): ServedTablePlan {
  const table = planOf(domain).served.find((each) => each.name === name);
  if (table === undefined) throw new Error(`${domain} serves no ${name}`);
  return table;
}

/** What the metrics app is told to serve. */
export function contractOf(...domains: readonly string[]): MetricsContract {
  const all = domains.map(planOf);
  return {
    version: 1,
    stage: "test",
    served: all.flatMap(({ served }) => served),
    panels: all.flatMap(({ panels }) => panels),
    events: all.flatMap(({ events }) => events),
    deadLetterTopics: [],
    statements: [],
    connectors: [],
  };
}
