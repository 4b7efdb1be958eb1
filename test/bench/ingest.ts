import { readCliConfig } from "../../apps/cli/src/config.ts";
import { type IngestBenchOptions, ingestUsage, parseIngestOptions } from "./ingest-options.ts";
import { formatIngest, type IngestReport } from "./ingest-report.ts";
import { type Arena, withArena } from "./ingest/arena.ts";
import { measureCeiling } from "./ingest/ceiling.ts";
import { measureClients } from "./ingest/clients.ts";
import { measureOverload } from "./ingest/overload.ts";
import { LoadRunner, type RunResult } from "./ingest/run.ts";
import { scenariosOf } from "./ingest/scenario.ts";
import { formatMachine, machineFacts } from "./machine.ts";
import { progress } from "./progress.ts";
import { runBench } from "./run-bench.ts";

/** About what a page view's key and value take. */
const recordBytes = 100;

await runBench(ingestUsage, async () => {
  const options = parseIngestOptions(process.argv.slice(2));
  if (options === undefined) return void process.stdout.write(`${ingestUsage}\n`);
  const machine = machineFacts(readCliConfig().java);
  const report = await withArena(options, (arena) => measureAll(arena, options));
  const text = options.json
    ? JSON.stringify({ machine, ...report })
    : `${formatMachine(machine)}\n\n${formatIngest(report)}`;
  process.stdout.write(`${text}\n`);
});

async function measureAll(arena: Arena, options: IngestBenchOptions): Promise<IngestReport> {
  using runner = new LoadRunner(arena);
  await warmUp(runner, options);
  const { parts, seconds, batch, connections } = options;
  const scenarios = scenariosOf(options);
  const runs: RunResult[] = [];
  const ceiling = [];
  const clients = [];
  for (let round = 1; round <= options.rounds; round++) {
    const order = round % 2 === 1 ? options.contenders : options.contenders.toReversed();
    for (const scenario of scenarios) {
      for (const contender of order) {
        const run = await runner.run(contender, scenario);
        runs.push(run);
        progress(`round ${round}: ${scenario.name}: ${contender} ${eventsPerSecond(run)} events/s`);
      }
    }
    if (parts.has("clients")) clients.push(...(await measureClients(arena, seconds)));
    if (parts.has("ceiling")) ceiling.push(await measureCeiling(arena, options.ceilingRecords, recordBytes));
  }
  const overload = [];
  if (parts.has("overload")) {
    progress("overload");
    overload.push(
      await measureOverload(runner, { items: 1, connections: connections.single, seconds }),
      await measureOverload(runner, { items: batch, connections: connections.batch, seconds }),
    );
  }
  return { pinning: arena.pinning, runs, ceiling, clients, overload };
}

/** So that what is measured is compiled code. */
async function warmUp(
  runner: LoadRunner,
  { contenders, parts, seconds, batch, connections }: IngestBenchOptions,
) {
  progress("warming up");
  const takesSingle = parts.has("single") || parts.has("overload");
  const takesBatches = parts.has("batch") || parts.has("overload");
  for (const contender of contenders) {
    const run = (items: number, of: number) =>
      runner.run(contender, { name: "warming up", order: { items, connections: of, seconds } });
    if (takesSingle) await run(1, connections.single);
    if (takesBatches) await run(batch, connections.batch);
  }
}

function eventsPerSecond({ acknowledged, durationMs }: RunResult): number {
  return Math.round((acknowledged / durationMs) * 1000);
}
