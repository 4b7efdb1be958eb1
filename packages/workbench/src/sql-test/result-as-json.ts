import type { FlinkRow } from "@millrace/flink";
import type { RowDifference } from "../rows/row-difference.ts";
import { plainRow } from "./show-value.ts";
import type { TestResult } from "./test-result.ts";

/** A result for machines: rows as tests write them, with full dates. */
export function resultAsJson(result: TestResult): Readonly<Record<string, unknown>> {
  const { path, describe, outcome, durationMs } = result;
  const common = { path, describe, outcome, durationMs: Math.round(durationMs) };
  switch (result.outcome) {
    case "invalid":
      return { ...common, problems: result.problems };
    case "broken":
      return { ...common, error: result.error.message };
    case "failed": {
      const counterExample = result.property?.outcome.counterExample;
      return {
        ...common,
        tables: result.tables.map(({ table, part, watermarkMs, differences }) => ({
          table,
          part,
          ...(watermarkMs === undefined ? {} : { watermark: new Date(watermarkMs).toISOString() }),
          differences: differences.map(differenceAsJson),
        })),
        ...(counterExample === undefined
          ? {}
          : {
              counterExample: {
                seed: counterExample.seed,
                path: counterExample.path,
                events: counterExample.events.map(({ atMs, values, times }) => ({
                  at: new Date(atMs).toISOString(),
                  ...values,
                  times,
                })),
              },
            }),
      };
    }
    default:
      return common;
  }
}

function differenceAsJson(difference: RowDifference): Readonly<Record<string, unknown>> {
  const plain = (row: FlinkRow) => plainRow(row, undefined);
  switch (difference.type) {
    case "missing":
      return { type: difference.type, expected: plain(difference.expected) };
    case "unexpected":
      return { type: difference.type, found: plain(difference.found) };
    case "different":
      return {
        type: difference.type,
        columns: difference.columns,
        expected: plain(difference.expected),
        found: plain(difference.found),
      };
  }
}
