import { parseArgs } from "node:util";
import { listOf, pairs, wholeNumber } from "./option-values.ts";
import { UsageError } from "./usage-error.ts";

/** What `bench:pipeline` is asked to do. */
export interface PipelineOptions {
  readonly events: number;
  readonly rounds: number;
  readonly seed: number;
  readonly parallelism: number | undefined;
  /** Session properties beyond the plan's. */
  readonly properties: Readonly<Record<string, string>>;
  /** Lines of Flink's configuration that are replaced. */
  readonly flinkSettings: Readonly<Record<string, string>>;
  readonly warmTaskManager: boolean;
  readonly parts: ReadonlySet<PipelinePart>;
  readonly rate: number;
  readonly latencySeconds: number;
  readonly json: boolean;
}

/** `compare` is the throughput beside Kafka Streams, `flink` the same without it, `latency` POST to result. */
export type PipelinePart = "compare" | "flink" | "latency";

const parts: readonly PipelinePart[] = ["compare", "flink", "latency"];

/** Shown with `--help`. */
export const pipelineUsage = `Usage: npm run bench:pipeline -- [options]
  --events <n>         page views to fill the topic with (default 3000000)
  --rounds <n>         runs of each contender, in alternating order (default 2)
  --seed <n>           of the page views (default 1)
  --parallelism <n>    instead of the plan's
  --set <key=value>    a further session property, any number of them
  --flink <key=value>  a line of Flink's configuration, any number of them
  --warm               keep the TaskManager between runs instead of starting a fresh one
  --parts <list>       of ${parts.join(", ")} (default compare,latency)
  --rate <n>           page views posted a second for the latency (default 1000)
  --seconds <n>        for so long (default 30)
  --json               print one JSON object instead of tables
  --help`;

/** Reads the command line; undefined when help is asked for. @throws UsageError */
export function parsePipelineOptions(args: readonly string[]): PipelineOptions | undefined {
  const { values } = UsageError.wrap(() =>
    parseArgs({
      args: [...args],
      options: {
        events: { type: "string", default: "3000000" },
        rounds: { type: "string", default: "2" },
        seed: { type: "string", default: "1" },
        parallelism: { type: "string" },
        set: { type: "string", multiple: true, default: [] },
        flink: { type: "string", multiple: true, default: [] },
        warm: { type: "boolean", default: false },
        parts: { type: "string", default: "compare,latency" },
        rate: { type: "string", default: "1000" },
        seconds: { type: "string", default: "30" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }),
  );
  if (values.help) return undefined;
  return {
    events: wholeNumber("events", values.events),
    rounds: wholeNumber("rounds", values.rounds),
    seed: wholeNumber("seed", values.seed),
    parallelism:
      values.parallelism === undefined ? undefined : wholeNumber("parallelism", values.parallelism),
    properties: pairs("set", values.set),
    flinkSettings: pairs("flink", values.flink),
    warmTaskManager: values.warm,
    parts: new Set(listOf("parts", values.parts, parts)),
    rate: wholeNumber("rate", values.rate),
    latencySeconds: wholeNumber("seconds", values.seconds),
    json: values.json,
  };
}
