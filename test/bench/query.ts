import { readCliConfig } from "../../apps/cli/src/config.ts";
import { formatMachine, machineFacts } from "./machine.ts";
import { withGrounds } from "./query/grounds.ts";
import { measureQueries } from "./query/measure-queries.ts";
import { measureStreams } from "./query/measure-streams.ts";
import { parseQueryOptions, type QueryBenchOptions, queryUsage } from "./query/query-options.ts";
import { formatQueries, queryFigures, type QueryResults } from "./query/query-report.ts";
import { runBench } from "./run-bench.ts";

await runBench(queryUsage, async () => {
  const options = parseQueryOptions(process.argv.slice(2));
  if (options === undefined) process.stdout.write(`${queryUsage}\n`);
  else await run(options);
});

async function run(options: QueryBenchOptions): Promise<void> {
  const machine = machineFacts(readCliConfig().java);
  const results = await measure(options);
  if (options.json) process.stdout.write(`${JSON.stringify({ machine, ...queryFigures(results) })}\n`);
  else process.stdout.write(`${formatMachine(machine)}\n\n${formatQueries(results, options)}\n`);
}

async function measure(options: QueryBenchOptions): Promise<QueryResults> {
  const { parts } = options;
  const queries = parts.has("queries")
    ? await withGrounds(options.rows, async (grounds) => ({
        rows: grounds.rows,
        runs: await measureQueries(grounds, options),
      }))
    : undefined;
  const streams = parts.has("streams") || parts.has("latency") ? await measureStreams(options) : {};
  return { ...(queries === undefined ? {} : { queries }), ...streams };
}
