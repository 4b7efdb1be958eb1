import type { AttributeInput } from "../../schema/attribute-schema.ts";
import type { Aggregation, AggregationForm } from "./aggregation.ts";
import { measureColumn, plainColumn } from "./measure-sql.ts";

/** Columns that every aggregation has besides its groups and measures. */
export const ownColumns = ["window_start", "window_end", "aggregate_interval", "is_final"] as const;

/** The column of a group's place in its window. */
export const rankColumn = "rank_number";

/** The names of a result's columns, in order. */
export function resultColumns(aggregation: Aggregation): readonly string[] {
  return Object.keys(columnInputs(aggregation, "final"));
}

/** A result's columns as domain.yaml would declare them. */
export function columnInputs(
  { window, groups, measures, top }: Aggregation,
  form: AggregationForm,
): Readonly<Record<string, AttributeInput>> {
  const isSession = window.kind === "session";
  return {
    window_start: {
      type: "timestamp",
      doc: isSession ? "Time of the first row, inclusive." : "Start of the window, inclusive.",
    },
    ...Object.fromEntries(groups.map(({ columnName, attribute }) => [columnName, groupColumn(attribute)])),
    ...(top === undefined
      ? {}
      : { [rankColumn]: { type: "long", doc: `Place by ${top.by} in the window, from 1.` } as const }),
    window_end: { type: "timestamp", doc: "End of the window, exclusive." },
    ...Object.fromEntries(measures.map((measure) => [measure.name, measureColumn(measure)])),
    aggregate_interval: { type: "string", doc: intervalDoc[window.kind] },
    is_final: {
      type: "boolean",
      doc:
        form === "final"
          ? "Always true: no later row can change this one."
          : "Always false: late rows may change this one.",
    },
  };
}

const intervalDoc = {
  tumbling: "Length of the window as an ISO 8601 duration.",
  hopping: "Length of the window as an ISO 8601 duration.",
  cumulating: "Greatest length of the window as an ISO 8601 duration.",
  session: "The gap that ends a session as an ISO 8601 duration.",
} as const;

function groupColumn(attribute: AttributeInput): AttributeInput {
  const { doc, personal } = attribute;
  return {
    ...plainColumn(attribute),
    ...(doc === undefined ? {} : { doc }),
    ...(personal === true ? { personal } : {}),
  };
}
