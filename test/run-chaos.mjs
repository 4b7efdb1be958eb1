// `npm run test:chaos`: engines and commands that are killed at bad moments, on a stack of their own.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const results = process.env.MILLRACE_TEST_RESULTS;
const report =
  results === undefined
    ? []
    : ["--reporter=default", "--reporter=json", `--outputFile.json=${join(results, "chaos.json")}`];
const { status } = spawnSync("npx", ["vitest", "run", "--project", "chaos", ...report], { stdio: "inherit" });
process.exitCode = status ?? 1;
