// `npm test`: every check in turn, the quick ones first; a failure ends it with the step's name.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const results = process.env.MILLRACE_TEST_RESULTS;
const report = (name) =>
  results === undefined
    ? []
    : ["--reporter=default", "--reporter=json", `--outputFile.json=${join(results, `${name}.json`)}`];
const sqlReport = results === undefined ? [] : ["--report", join(results, "sql.json")];
const steps = [
  ["format", ["run", "--silent", "check:format"]],
  ["lint", ["run", "--silent", "check:lint"]],
  ["types", ["run", "--silent", "check:types"]],
  ["unit tests", ["run", "--silent", "test:unit", "--", ...report("unit")]],
  ["SQL lint", ["run", "--silent", "sql", "--", "lint", "--strict", "--no-explain"]],
  ["SQL tests", ["run", "--silent", "sql", "--", "test", ...sqlReport]],
  ["integration tests", ["run", "--silent", "test:integration", "--", ...report("integration")]],
];

for (const [name, args] of steps) {
  process.stderr.write(`── ${name}\n`);
  const { status, signal } = spawnSync("npm", args, { stdio: "inherit" });
  if (status !== 0) {
    process.stderr.write(`✖ ${name} failed${signal === null ? "" : ` (${signal})`}\n`);
    process.exit(status ?? 1);
  }
}
process.stderr.write("✔ all checks passed\n");
