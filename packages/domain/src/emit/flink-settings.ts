import type { StatementPlan } from "../plan.ts";
import type { EmitOptions } from "./flink-table.ts";

/** Rows that a bundle holds at most; a checkpoint ends it as well. */
const miniBatchRows = 50_000;

/** The session properties that a statement runs with, sorted by name. They belong to the compiled text: set all. */
export function emitFlinkSettings(
  { name, hash, settings }: StatementPlan,
  _options: EmitOptions,
): Readonly<Record<string, string>> {
  return {
    "parallelism.default": String(settings.parallelism),
    "pipeline.name": `${name}-${hash}`,
    ...(settings.miniBatchMs === 0
      ? {}
      : {
          "table.exec.mini-batch.allow-latency": `${settings.miniBatchMs} ms`,
          "table.exec.mini-batch.enabled": "true",
          "table.exec.mini-batch.size": String(miniBatchRows),
        }),
    "table.exec.state.ttl": `${settings.stateTtlMs} ms`,
    "table.local-time-zone": "UTC",
  };
}
