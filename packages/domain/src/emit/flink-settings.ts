import type { StatementPlan } from "../plan.ts";
import type { EmitOptions } from "./flink-table.ts";

/** Rows that a bundle holds at most; a checkpoint ends it as well. */
const miniBatchRows = 50_000;

/**
 * The session properties that a statement runs with, sorted by name. They belong to the compiled text: set all. A test runs
 * with the same ones, except that its rows keep one order.
 */
export function emitFlinkSettings(
  { name, hash, settings }: StatementPlan,
  { target }: EmitOptions,
): Readonly<Record<string, string>> {
  return {
    "parallelism.default": target === "test" ? "1" : String(settings.parallelism),
    "pipeline.name": `${name}-${hash}`,
    // The table operators copy what they keep, so rows need no copy on their way from one to the next.
    "pipeline.object-reuse": "true",
    ...(settings.miniBatchMs === 0
      ? {}
      : {
          "table.exec.mini-batch.allow-latency": `${settings.miniBatchMs} ms`,
          "table.exec.mini-batch.enabled": "true",
          "table.exec.mini-batch.size": String(miniBatchRows),
        }),
    "table.exec.state.ttl": `${settings.stateTtlMs} ms`,
    "table.local-time-zone": "UTC",
    ...(settings.sharesSteps ? { "table.optimizer.reuse-optimize-block-with-digest-enabled": "true" } : {}),
  };
}
