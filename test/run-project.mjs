// `node test/run-project.mjs <project>…`: some of vitest's projects, each on a stack of its own, with a report where one is wanted.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const projects = process.argv.slice(2);
const results = process.env.MILLRACE_TEST_RESULTS;
const report =
  results === undefined
    ? []
    : [
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${join(results, `${projects.join("-")}.json`)}`,
      ];
const { status } = spawnSync(
  "npx",
  ["vitest", "run", ...projects.map((name) => `--project=${name}`), ...report],
  { stdio: "inherit" },
);
process.exitCode = status ?? 1;
