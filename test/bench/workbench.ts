import { readCliConfig } from "../../apps/cli/src/config.ts";
import { resolveEngines } from "./bench-instance.ts";
import { formatMachine, machineFacts } from "./machine.ts";
import { measureSaves } from "./measure-saves.ts";
import { measureSuite, type SuiteMeasurement } from "./measure-suite.ts";
import { progress } from "./progress.ts";
import { runBench } from "./run-bench.ts";
import { inSeconds } from "./units.ts";
import { parseWorkbenchOptions, workbenchUsage } from "./workbench-options.ts";
import { formatWorkbench } from "./workbench-report.ts";

// The AWS client announces, at every start, which Node it will need one day.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

await runBench(workbenchUsage, async () => {
  const options = parseWorkbenchOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(`${workbenchUsage}\n`);
    return;
  }
  await resolveEngines();
  const machine = machineFacts(readCliConfig().java);
  const suites: SuiteMeasurement[] = [];
  for (let run = 1; run <= options.suites; run++) {
    suites.push(await measureSuite(options.tests));
    progress(`suite ${run}: ${options.tests} tests in ${inSeconds(suites.at(-1)?.totalMs ?? 0)} s`);
  }
  const saves = await measureSaves(options.saves);
  const result = { suites, saves };
  if (options.json) process.stdout.write(`${JSON.stringify({ machine, ...result })}\n`);
  else process.stdout.write(`${formatMachine(machine)}\n\n${formatWorkbench(result)}\n`);
});
