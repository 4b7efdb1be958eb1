// Runs the SQL tests of a clone as `millrace sql test` does, and prints what each took as JSON. Argument: the clone's root.
import { join } from "node:path";
import { findTests, isGood, runTests, showResult, startWorkbenchFlink } from "@millrace/workbench";
import { readCliConfig } from "../../apps/cli/src/config.ts";

const root = process.argv[2] as string;
const { home, java } = readCliConfig();
const begin = performance.now();
let flinkMs = 0;
const results = await runTests({
  root,
  tests: findTests({ root }),
  withFlink: async (work) => {
    await using flink = await startWorkbenchFlink({ home: join(home), java });
    flinkMs = performance.now() - begin;
    return await work(flink);
  },
});
const bad = results.find((result) => !isGood(result));
if (bad !== undefined) throw new Error(showResult(bad));
process.stdout.write(JSON.stringify({ flinkMs, testMs: results.map(({ durationMs }) => durationMs) }));
