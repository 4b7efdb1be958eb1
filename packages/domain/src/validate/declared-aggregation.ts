import type { SourceTable } from "../expand/aggregation/source-table.ts";
import type { AggregationInput } from "../schema/aggregation-schema.ts";

/** An aggregation with what its rules look at. */
export interface DeclaredAggregation {
  readonly name: string;
  readonly input: AggregationInput;
  /** The table that it reads. */
  readonly source: SourceTable;
}
