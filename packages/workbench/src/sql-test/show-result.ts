import { formatProblems } from "@millrace/domain";
import { showCounterExample } from "./property/show-counter-example.ts";
import { showOutcome } from "./show-difference.ts";
import { isGood, type TestResult } from "./test-result.ts";

/** One test's result as text, differences and all. */
export function showResult(result: TestResult): string {
  const mark = isGood(result) ? "✔" : "✖";
  const head = `${mark} ${result.path}${result.describe === "" ? "" : `  ${result.describe}`}  ${showDuration(result.durationMs)}`;
  const lines = detailsOf(result).map((line) => `    ${line}`);
  return [head, ...lines].join("\n");
}

/** All results in one line. */
export function showSummary(results: readonly TestResult[]): string {
  const counts = (["passed", "updated", "failed", "new", "invalid", "broken"] as const).flatMap((outcome) => {
    const count = results.filter((each) => each.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${outcome}`];
  });
  return `${results.length} ${results.length === 1 ? "test" : "tests"}: ${counts.join(", ")}`;
}

function detailsOf(result: TestResult): readonly string[] {
  switch (result.outcome) {
    case "passed":
      return [];
    case "updated":
      return ["what was found stands in the file now: read it before you commit it"];
    case "new":
      return ["it expects nothing yet: write expect:, or let --update write what is found"];
    case "invalid":
      return formatProblems(result.problems).split("\n");
    case "broken":
      return result.error.message.split("\n");
    case "failed":
      return failureOf(result);
  }
}

function failureOf(result: Extract<TestResult, { outcome: "failed" }>): readonly string[] {
  const { property, date } = result;
  const tables = result.tables.filter(({ differences }) => differences.length > 0);
  const counterExample = property?.outcome.counterExample;
  if (property === undefined || counterExample === undefined)
    return tables.flatMap((table) => showOutcome(table, date));
  const { events, seed, path } = counterExample;
  const given = showCounterExample(events, property.property);
  const day = given[0]?.slice("date: ".length);
  return [
    `found after ${property.outcome.runs} streams with seed ${seed} (path ${path}); the smallest that fails, to paste into a test:`,
    ...given.map((line) => `  ${line}`),
    ...tables.flatMap((table) => showOutcome(table, day)),
  ];
}

function showDuration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
