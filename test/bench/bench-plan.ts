import { compileDomain, loadDomainFolder, type Plan, type TablePlan } from "@millrace/domain";
import type { CliConfig } from "../../apps/cli/src/config.ts";

const domain = "page-views";

/** The page-view domain's plan for one stage, without its connectors. */
export function pageViewPlan({ root }: Pick<CliConfig, "root">, stage: string): Plan {
  return compileDomain({ ...loadDomainFolder(root, domain), connectors: [] }, { stage });
}

/** A plan with results of its own that reads the events of another: the same topic for every round. */
export function readingEventsOf(events: Plan, plan: Plan): Plan {
  const tables = plan.tables.map((table) => {
    if (table.role === "result") return table;
    const { topic, value, key } = tableOf(events, table.name);
    return { ...table, topic, value, key };
  });
  return { ...plan, tables };
}

/** @throws Error when the plan has no such table */
export function tableOf(plan: Plan, name: string): TablePlan {
  const table = plan.tables.find((each) => each.name === name);
  if (table === undefined) throw new Error(`the plan has no table ${name}: was the domain changed?`);
  return table;
}

/** The tables that the benchmarks work with, by what they hold. */
export const pageViewTables = {
  events: "page_views",
  provisional: "page_view_counts",
  final: "page_view_counts_final",
  late: "page_views_late",
} as const;
