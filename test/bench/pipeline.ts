import { readCliConfig } from "../../apps/cli/src/config.ts";
import { compareThroughput } from "./comparison.ts";
import { measureLatency } from "./latency.ts";
import { formatLatency, latencySummary } from "./latency-report.ts";
import { formatMachine, machineFacts } from "./machine.ts";
import { parsePipelineOptions, type PipelineOptions, pipelineUsage } from "./pipeline-options.ts";
import { formatComparison } from "./pipeline-report.ts";
import { runBench } from "./run-bench.ts";

await runBench(pipelineUsage, async () => {
  const options = parsePipelineOptions(process.argv.slice(2));
  if (options === undefined) process.stdout.write(`${pipelineUsage}\n`);
  else await run(options);
});

async function run(options: PipelineOptions): Promise<void> {
  const { parts, json } = options;
  const machine = machineFacts(readCliConfig().java);
  const hasThroughput = parts.has("compare") || parts.has("flink");
  const comparison = hasThroughput ? await compareThroughput(options) : undefined;
  const latency = parts.has("latency") ? await measureLatency(options) : undefined;
  if (json) {
    const summary = latency === undefined ? undefined : latencySummary(latency);
    process.stdout.write(`${JSON.stringify({ machine, comparison, latency: summary })}\n`);
    return;
  }
  const sections = [formatMachine(machine)];
  if (comparison !== undefined) sections.push(formatComparison(comparison));
  if (latency !== undefined) sections.push(formatLatency(latency));
  process.stdout.write(`${sections.join("\n\n")}\n`);
}
