import { declaredStreams } from "../schema/declared-streams.ts";
import type { DomainInput, ResultInput } from "../schema/domain-schema.ts";
import type { SourceFile } from "../source-file.ts";
import { aggregationResults, expandAggregations } from "./aggregation/expand-aggregations.ts";
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
  const intakes = declaredStreams(domain)
    .filter(({ input }) => input.deduplicate !== undefined)
    .map((stream) => expandIntake(domain, stream));
  const aggregations = expandAggregations(domain);
  const results: Record<string, ResultInput> = {
    ...domain.results,
    ...Object.fromEntries(intakes.map(({ table, result }) => [table, result])),
    ...aggregations.results,
  };
  const { stateTtl } = aggregations;
  const statement = stateTtl === undefined ? domain.statement : { ...domain.statement, state_ttl: stateTtl };
  const input = { ...domain, results, statement };
  return {
    input,
    statements: [...intakes.map(({ statement }) => statement), ...aggregations.statements],
    connectors: expandSinks(input),
  };
}

/** The names of the results that declarations make, also of declarations that cannot be compiled. */
export function declaredResults(domain: DomainInput): ReadonlySet<string> {
  const intakes = declaredStreams(domain).filter(({ input }) => input.deduplicate !== undefined);
  return new Set([
    ...intakes.map(({ table }) => intakeTable(table)),
    ...aggregationResults(domain).map(({ name }) => name),
  ]);
}
