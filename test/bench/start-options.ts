import { parseArgs } from "node:util";
import { listOf, wholeNumber } from "./option-values.ts";
import { type VariantName, variantNames } from "./start-variants.ts";
import { UsageError } from "./usage-error.ts";

/** What `bench:start` is asked to do. */
export interface StartOptions {
  readonly runs: number;
  readonly variants: readonly VariantName[];
  readonly json: boolean;
}

/** Shown with `--help`. */
export const startUsage = `Usage: npm run bench:start -- [options]
  --runs <n>        fresh starts, each followed by a second one over the kept data (default 5)
  --variant <list>  also start with one thing left out, for what it gains: some of ${variantNames.join(", ")}, or all
  --json            print one JSON object instead of tables
  --help`;

/** Reads the command line; undefined when help is asked for. @throws UsageError */
export function parseStartOptions(args: readonly string[]): StartOptions | undefined {
  const { values } = UsageError.wrap(() =>
    parseArgs({
      args: [...args],
      options: {
        runs: { type: "string", default: "5" },
        variant: { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }),
  );
  if (values.help) return undefined;
  return {
    runs: wholeNumber("runs", values.runs),
    variants: variantsOf(values.variant),
    json: values.json,
  };
}

function variantsOf(text: string | undefined): readonly VariantName[] {
  if (text === undefined) return [];
  return text === "all" ? variantNames : listOf("variant", text, variantNames);
}
