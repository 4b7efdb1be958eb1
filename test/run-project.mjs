// `node test/run-project.mjs <project>`: one of vitest's projects, on a stack of its own, with a report where one is wanted.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const project = process.argv[2];
const results = process.env.MILLRACE_TEST_RESULTS;
const report =
  results === undefined
    ? []
    : ["--reporter=default", "--reporter=json", `--outputFile.json=${join(results, `${project}.json`)}`];
const { status } = spawnSync("npx", ["vitest", "run", "--project", project, ...report], { stdio: "inherit" });
process.exitCode = status ?? 1;
