import { parseArgs } from "node:util";
import { wholeNumber } from "./option-values.ts";
import { UsageError } from "./usage-error.ts";

/** What `bench:generator` is asked to do. */
export interface GeneratorBenchOptions {
  readonly events: number;
  readonly rounds: number;
  readonly partitions: number;
  /** Events that the peer sends at once. */
  readonly peerBatch: number;
  readonly seed: number;
  readonly json: boolean;
}

/** Shown with `--help`. */
export const generatorUsage = `Usage: npm run bench:generator -- [options]
  --events <n>      page views that each contender sends (default 1000000)
  --rounds <n>      how often each runs, in turn (default 3)
  --partitions <n>  of the topic (default 2)
  --peer-batch <n>  events that kafkajs is given at once (default 1000)
  --seed <n>        of the page views (default 1)
  --json            print one JSON object instead of a table
  --help`;

/** Reads the command line; undefined when help is asked for. @throws UsageError */
export function parseGeneratorOptions(args: readonly string[]): GeneratorBenchOptions | undefined {
  const { values } = UsageError.wrap(() =>
    parseArgs({
      args: [...args],
      options: {
        events: { type: "string", default: "1000000" },
        rounds: { type: "string", default: "3" },
        partitions: { type: "string", default: "2" },
        "peer-batch": { type: "string", default: "1000" },
        seed: { type: "string", default: "1" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }),
  );
  if (values.help) return undefined;
  return {
    events: wholeNumber("events", values.events),
    rounds: wholeNumber("rounds", values.rounds),
    partitions: wholeNumber("partitions", values.partitions),
    peerBatch: wholeNumber("peer-batch", values["peer-batch"]),
    seed: wholeNumber("seed", values.seed),
    json: values.json,
  };
}
