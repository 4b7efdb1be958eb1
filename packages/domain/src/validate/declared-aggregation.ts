import type { SourceTable } from "../expand/aggregation/source-table.ts";
import type { AggregationInput } from "../schema/aggregation-schema.ts";
import type { DomainInput } from "../schema/domain-schema.ts";

/** An aggregation with what its rules look at. */
export interface DeclaredAggregation {
  readonly name: string;
  readonly input: AggregationInput;
  readonly domain: DomainInput;
  /** The table that it reads. */
  readonly source: SourceTable;
}
