import { readCliConfig } from "../../apps/cli/src/config.ts";
import { compareThroughput } from "./comparison.ts";
import { formatMachine, machineFacts } from "./machine.ts";
import { parsePipelineOptions, pipelineUsage } from "./pipeline-options.ts";
import { formatComparison } from "./pipeline-report.ts";
import { runBench } from "./run-bench.ts";

await runBench(pipelineUsage, async () => {
  const options = parsePipelineOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(`${pipelineUsage}\n`);
    return;
  }
  const machine = machineFacts(readCliConfig().java);
  const hasThroughput = options.parts.has("compare") || options.parts.has("flink");
  const comparison = hasThroughput ? await compareThroughput(options) : undefined;
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ machine, comparison })}\n`);
    return;
  }
  process.stdout.write(`${formatMachine(machine)}\n\n`);
  if (comparison !== undefined) process.stdout.write(`${formatComparison(comparison)}\n`);
});
