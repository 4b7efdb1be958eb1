import { suggest } from "@millrace/common";
import { type EventPlan, type GeneratorPlan, normalizeGenerator, type Plan } from "@millrace/domain";
import { GeneratorError } from "./errors.ts";
import type { GeneratorSource } from "./journey/compiled-domain.ts";

/** What of a plan is generated. */
export interface SourceChoice {
  /** Default: every domain. */
  readonly domains?: readonly string[] | undefined;
  /** Only these event types, each by itself and not as a part of journeys. Default: all that the profile has. */
  readonly types?: readonly string[] | undefined;
  /** Take the place of the profiles' own. */
  readonly imperfections?: Partial<GeneratorPlan["imperfections"]> | undefined;
}

/**
 * The domains that are chosen, each with its profile; a domain without one gets every default.
 * @throws GeneratorError naming what does not exist
 */
export function generatorSources(
  plan: Pick<Plan, "events" | "generators">,
  { domains, types, imperfections }: SourceChoice = {},
): readonly GeneratorSource[] {
  const names = [...new Set(plan.events.map(({ domain }) => domain))].sort();
  for (const domain of domains ?? []) assertKnown(domain, names, "domain");
  const chosen = plan.events.filter(({ domain }) => domains === undefined || domains.includes(domain));
  const typeNames = [...new Set(chosen.map(({ name }) => name))].sort();
  for (const type of types ?? []) assertKnown(type, typeNames, "event type");
  return (domains ?? names).flatMap((domain) => {
    const events = chosen.filter(
      (event) => event.domain === domain && (types === undefined || types.includes(event.name)),
    );
    if (events.length === 0) return [];
    const profile = profileOf(plan, domain, types !== undefined);
    const all = { ...profile.imperfections, ...imperfections };
    return [{ profile: { ...profile, imperfections: all }, events: sorted(events) }];
  });
}

function profileOf(
  { generators }: Pick<Plan, "generators">,
  domain: string,
  isSingle: boolean,
): GeneratorPlan {
  const profile = generators.find((each) => each.domain === domain) ?? normalizeGenerator(domain, {});
  return isSingle ? { ...profile, journeys: [] } : profile;
}

function sorted(events: readonly EventPlan[]): readonly EventPlan[] {
  return [...events].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function assertKnown(name: string, known: readonly string[], what: string): void {
  if (known.includes(name)) return;
  const near = suggest(name, known);
  throw new GeneratorError(
    `there is no ${what} ${JSON.stringify(name)}, only ${known.join(", ") || "none"}` +
      (near === undefined ? "" : `; did you mean ${JSON.stringify(near)}?`),
  );
}
