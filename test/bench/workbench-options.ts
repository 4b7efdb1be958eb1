import { parseArgs } from "node:util";
import { wholeNumber } from "./option-values.ts";
import { UsageError } from "./usage-error.ts";

/** What `bench:workbench` is asked to do. */
export interface WorkbenchOptions {
  readonly suites: number;
  readonly tests: number;
  readonly saves: number;
  readonly json: boolean;
}

/** Shown with `--help`. */
export const workbenchUsage = `Usage: npm run bench:workbench -- [options]
  --suites <n>  runs of a suite of SQL tests, each with a Flink of its own (default 3)
  --tests <n>   test files in the suite (default 30)
  --saves <n>   saves of a stateless change in a watched clone (default 10)
  --json        print one JSON object instead of tables
  --help`;

/** Reads the command line; undefined when help is asked for. @throws UsageError */
export function parseWorkbenchOptions(args: readonly string[]): WorkbenchOptions | undefined {
  const { values } = UsageError.wrap(() =>
    parseArgs({
      args: [...args],
      options: {
        suites: { type: "string", default: "3" },
        tests: { type: "string", default: "30" },
        saves: { type: "string", default: "10" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }),
  );
  if (values.help) return undefined;
  return {
    suites: wholeNumber("suites", values.suites),
    tests: wholeNumber("tests", values.tests),
    saves: wholeNumber("saves", values.saves),
    json: values.json,
  };
}
