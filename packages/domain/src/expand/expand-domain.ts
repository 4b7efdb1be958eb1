import { deduplicatedStreams } from "../schema/declared-streams.ts";
import type { DomainInput, ResultInput } from "../schema/domain-schema.ts";
import type { SourceFile } from "../source-file.ts";
import { parseDuration } from "../duration.ts";
import { durationWords } from "./aggregation/duration-text.ts";
import { aggregationResults, expandAggregations, neededStateMs } from "./aggregation/expand-aggregations.ts";
import { expandSinks } from "./sinks/expand-sinks.ts";
import { expandIntake, intakeTable } from "./intake.ts";

/** What a domain declares, as the results, statements and connectors that a user could have written instead. */
export interface Expansion {
  /** The domain with the results of everything that it declares. */
  readonly input: DomainInput;
  /** `sql/<domain>/<result>.sql` and `connectors/<name>.json`, sorted by path; a file of that path takes its place. */
  readonly statements: readonly SourceFile[];
  readonly connectors: readonly SourceFile[];
}

/** Writes out what a valid domain.yaml declares. */
export function expandDomain(domain: DomainInput): Expansion {
  const intakes = deduplicatedStreams(domain).map((stream) => expandIntake(domain, stream));
  const aggregations = expandAggregations(domain);
  const results: Record<string, ResultInput> = {
    ...domain.results,
    ...Object.fromEntries(intakes.map(({ table, result }) => [table, result])),
    ...aggregations.results,
  };
  const input = { ...domain, results, ...withStateTtl(domain) };
  return {
    input,
    statements: [...intakes.map(({ statement }) => statement), ...aggregations.statements],
    connectors: expandSinks(input),
  };
}

const leastTtlMs = 3_600_000;
const minuteMs = 60_000;

/**
 * State has to end some time: where a domain does not say when, twice after what its generated statements need, at least
 * an hour. A domain that declares nothing of the kind keeps its state for as long as it says.
 */
function withStateTtl(domain: DomainInput): Pick<DomainInput, "statement"> {
  if (domain.statement?.state_ttl !== undefined) return { statement: domain.statement };
  const intakesMs = deduplicatedStreams(domain).map(({ input: { watermark = {} } }) => {
    const { delay = "0 seconds", grace = "0 seconds" } = watermark;
    return parseDuration(delay) + parseDuration(grace) + minuteMs;
  });
  const neededMs = Math.max(neededStateMs(domain), ...intakesMs);
  if (neededMs === 0) return { statement: domain.statement };
  return { statement: { ...domain.statement, state_ttl: durationWords(Math.max(leastTtlMs, 2 * neededMs)) } };
}

/** The names of the results that declarations make, also of declarations that cannot be compiled. */
export function declaredResults(domain: DomainInput): ReadonlySet<string> {
  return new Set([
    ...deduplicatedStreams(domain).map(({ table }) => intakeTable(table)),
    ...aggregationResults(domain).map(({ name }) => name),
  ]);
}
