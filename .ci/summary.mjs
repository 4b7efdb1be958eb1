// Adds up the reports of a folder, vitest's and those of `sql test`, and prints the closing line; ends with 1 when a test or a step failed.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, failedSteps] = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
  const report = JSON.parse(readFileSync(join(folder, file), "utf8"));
  if (Array.isArray(report)) {
    // `sql test --report`: one result a test file.
    const passed = report.filter(({ outcome }) => outcome === "passed").length;
    total.passed += passed;
    total.failed += report.length - passed;
    continue;
  }
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests;
  total.skipped += report.numPendingTests + report.numTodoTests;
}
// A step can fail without a failed test (lint, a start that never came up): it still counts.
const steps = Number(failedSteps);
if (steps > 0 && total.failed === 0) total.failed = steps;
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || steps > 0 || total.passed === 0 ? 1 : 0;
