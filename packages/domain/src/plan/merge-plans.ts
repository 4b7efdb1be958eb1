import { PlanConflictError } from "../errors.ts";
import type { Plan } from "../plan.ts";
import { compareText } from "../source-file.ts";

const lists = [
  ["topic", "topics"],
  ["table", "tables"],
  ["statement", "statements"],
  ["connector", "connectors"],
  ["Postgres table", "postgresTables"],
  ["ClickHouse table", "clickhouseTables"],
  ["bucket", "buckets"],
] as const;

/**
 * The plans of several domains as one, every list sorted by name.
 * @throws PlanConflictError when two of them claim the same name, or are for different stages
 */
export function mergePlans(plans: readonly [Plan, ...Plan[]]): Plan {
  const { stage } = plans[0];
  const conflicts = [
    ...plans.flatMap((plan) =>
      plan.stage === stage ? [] : [`one plan is for stage ${stage}, another for stage ${plan.stage}`],
    ),
    ...lists.flatMap(([what, list]) => repeatedNames(plans, what, list)),
  ];
  if (conflicts.length > 0) throw new PlanConflictError(conflicts);
  const byName = ({ name }: { readonly name: string }) => name;
  return {
    version: 1,
    stage,
    topics: sortBy(
      plans.flatMap(({ topics }) => topics),
      byName,
    ),
    schemas: sortBy(
      plans.flatMap(({ schemas }) => schemas),
      ({ subject }) => subject,
    ),
    tables: sortBy(
      plans.flatMap(({ tables }) => tables),
      byName,
    ),
    statements: sortBy(
      plans.flatMap(({ statements }) => statements),
      byName,
    ),
    connectors: sortBy(
      plans.flatMap(({ connectors }) => connectors),
      byName,
    ),
    postgresTables: sortBy(
      plans.flatMap(({ postgresTables }) => postgresTables),
      byName,
    ),
    clickhouseTables: sortBy(
      plans.flatMap(({ clickhouseTables }) => clickhouseTables),
      byName,
    ),
    buckets: sortBy(
      plans.flatMap(({ buckets }) => buckets),
      byName,
    ),
    events: sortBy(
      plans.flatMap(({ events }) => events),
      ({ path }) => path,
    ),
    generators: sortBy(
      plans.flatMap(({ generators }) => generators),
      ({ domain }) => domain,
    ),
    panels: sortBy(
      plans.flatMap(({ panels }) => panels),
      ({ domain, name }) => `${domain} ${name}`,
    ),
    served: sortBy(
      plans.flatMap(({ served }) => served),
      byName,
    ),
  };
}

function repeatedNames(
  plans: readonly Plan[],
  what: string,
  list: (typeof lists)[number][1],
): readonly string[] {
  const owners = new Map<string, string[]>();
  for (const { name, domain } of plans.flatMap((plan) => [...plan[list]]))
    owners.set(name, [...(owners.get(name) ?? []), domain]);
  return [...owners]
    .filter(([, domains]) => domains.length > 1)
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, domains]) => `${what} ${name} belongs to the domains ${domains.join(" and ")}`);
}

function sortBy<Item>(items: readonly Item[], nameOf: (item: Item) => string): readonly Item[] {
  return [...items].sort((a, b) => compareText(nameOf(a), nameOf(b)));
}
