import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { engines } from "@millrace/engines";
import { readCliConfig } from "../../apps/cli/src/config.ts";
import { makeBenchInstance, resolveEngines } from "./bench-instance.ts";
import { formatMachine, machineFacts } from "./machine.ts";
import { cpuSeconds } from "./process-usage.ts";
import { progress } from "./progress.ts";
import { runBench } from "./run-bench.ts";
import { parseStartOptions, startUsage } from "./start-options.ts";
import { formatStart, type ProcessCosts, type StartMeasurements } from "./start-report.ts";
import { type VariantName, variants } from "./start-variants.ts";
import { freePorts, type StartTimes, StartedPlatform } from "./started-platform.ts";
import { inSeconds } from "./units.ts";

await runBench(startUsage, async () => {
  const options = parseStartOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(`${startUsage}\n`);
    return;
  }
  await resolveEngines();
  await makeClassData();
  const machine = machineFacts(readCliConfig().java);
  const measured = await measureStarts(options.runs);
  const gains = await measureVariants(options.variants, options.runs);
  const result = { ...measured, gains };
  if (options.json) process.stdout.write(`${JSON.stringify({ machine, ...result })}\n`);
  else process.stdout.write(`${formatMachine(machine)}\n\n${formatStart(result)}\n`);
});

/**
 * A stack without class-data archives makes them when it stops: once, uncounted. Archives from before the artifacts were
 * last resolved are made anew, because a JVM does without an archive whose jars have changed and does not say so.
 */
async function makeClassData(): Promise<void> {
  const { home } = readCliConfig();
  const resolvedMs = statSync(join(home, "artifacts", "resolved.json")).mtimeMs;
  // Postgres alone is no JVM, and alone has no artifacts.
  const archives = engines
    .filter(({ artifacts }) => artifacts.length > 0)
    .map(({ name }) => join(home, "class-data", `${name}.jsa`));
  const missing = archives.filter(
    (file) => (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < resolvedMs,
  );
  if (missing.length === 0) return;
  progress("one uncounted run first, which makes the class-data archives");
  for (const file of missing) rmSync(file, { force: true });
  using instance = makeBenchInstance();
  await using _platform = await StartedPlatform.start(instance, (await freePorts()).env);
}

async function measureStarts(runs: number): Promise<Omit<StartMeasurements, "gains">> {
  const first: StartTimes[] = [];
  const second: StartTimes[] = [];
  const processes: ProcessCosts[] = [];
  for (let run = 1; run <= runs; run++) {
    using instance = makeBenchInstance();
    const { env } = await freePorts();
    {
      await using platform = await StartedPlatform.start(instance, env);
      first.push(tell(`run ${run}`, platform.times));
      processes.push(await processCosts(platform));
    }
    await using platform = await StartedPlatform.start(instance, env);
    second.push(tell(`run ${run}, kept data`, platform.times));
  }
  return { first, second, processes };
}

/** What every process of the platform holds and has used, at once after the first result. */
async function processCosts(platform: StartedPlatform): Promise<ProcessCosts> {
  const { engines } = await platform.status();
  return Object.fromEntries(
    engines.map(({ name, pid, memoryBytes }) => [name, { memoryBytes, cpuSeconds: cpuSeconds(pid) }]),
  );
}

/** Each variant, and the platform as it is by the same program, in turn. */
async function measureVariants(
  names: readonly VariantName[],
  runs: number,
): Promise<StartMeasurements["gains"]> {
  if (names.length === 0) return [];
  const gains = ["as it is" as const, ...names].map((name) => ({ name, times: [] as StartTimes[] }));
  for (let run = 1; run <= runs; run++) {
    for (const { name, times } of gains) times.push(tell(`run ${run}, ${name}`, await startVariant(name)));
  }
  return gains.map(({ name, times }) => ({
    title: name === "as it is" ? name : variants[name].title,
    times,
  }));
}

async function startVariant(name: string): Promise<StartTimes> {
  using instance = makeBenchInstance();
  const program = join(import.meta.dirname, "start-variant.ts");
  const command = ["--conditions=millrace-source", "--import", "tsx", program, name];
  await using platform = await StartedPlatform.start(instance, (await freePorts()).env, command);
  return platform.times;
}

function tell(what: string, times: StartTimes): StartTimes {
  progress(
    `${what}: ready in ${inSeconds(times.readyMs)} s, first result in ${inSeconds(times.firstResultMs)} s`,
  );
  return times;
}
