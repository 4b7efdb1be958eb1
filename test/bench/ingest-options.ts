import { parseArgs } from "node:util";
import { type ContenderName, contenderNames } from "./ingest/contender.ts";
import { listOf, pairs, wholeNumber } from "./option-values.ts";
import { UsageError } from "./usage-error.ts";

/**
 * `single` posts one event a request, `batch` a hundred, `overload` five times what is taken; `ceiling` is Kafka's own tool
 * without HTTP, `clients` are clients of Kafka without HTTP.
 */
export type IngestPart = "single" | "batch" | "overload" | "ceiling" | "clients";

/** What `bench:ingest` is asked to do. */
export interface IngestBenchOptions {
  readonly rounds: number;
  /** Of every measurement. */
  readonly seconds: number;
  readonly contenders: readonly ContenderName[];
  readonly parts: ReadonlySet<IngestPart>;
  /** Single posts a second in open loop. */
  readonly rates: readonly number[];
  readonly batch: number;
  /** Connections that post in closed loop: single events, and batches. */
  readonly connections: { readonly single: number; readonly batch: number };
  /** Records that the ceiling writes. */
  readonly ceilingRecords: number;
  /** Flags of Node and settings for the publisher. */
  readonly nodeFlags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly json: boolean;
}

const parts: readonly IngestPart[] = ["single", "batch", "overload", "ceiling", "clients"];
const usualParts = "single,batch,overload,ceiling";

/** Shown with `--help`. */
export const ingestUsage = `Usage: npm run bench:ingest -- [options]
  --quick                one short round, in less than a minute and a half
  --rounds <n>           how often each contender is measured, in turn (default 3)
  --seconds <n>          how long each measurement takes (default 4)
  --contenders <list>    of ${contenderNames.join(", ")} (default all)
  --parts <list>         of ${parts.join(", ")} (default ${usualParts})
  --rates <list>         single posts a second in open loop (default 1000,5000)
  --batch <n>            events in a batch (default 100)
  --connections <n>      that post single events in closed loop (default 64)
  --batch-connections <n>  that post batches (default 8)
  --ceiling-records <n>  that kafka-producer-perf-test writes (default 1000000)
  --node <flag>          a flag of Node for the publisher, any number of them: --node=--cpu-prof
  --env <key=value>      a setting of the publisher, any number of them
  --json                 print one JSON object instead of tables
  --help`;

/** Reads the command line; undefined when help is asked for. @throws UsageError */
export function parseIngestOptions(args: readonly string[]): IngestBenchOptions | undefined {
  const { values } = UsageError.wrap(() => parseArgs({ args: [...args], options: known }));
  if (values.help) return undefined;
  const orElse = (text: string | undefined, quick: string, full: string) =>
    text ?? (values.quick ? quick : full);
  return {
    rounds: wholeNumber("rounds", orElse(values.rounds, "1", "3")),
    seconds: wholeNumber("seconds", orElse(values.seconds, "2", "4")),
    contenders: listOf("contenders", values.contenders, contenderNames),
    parts: new Set(listOf("parts", values.parts, parts)),
    rates: values.rates.split(",").map((rate) => wholeNumber("rates", rate)),
    batch: wholeNumber("batch", values.batch),
    connections: {
      single: wholeNumber("connections", values.connections),
      batch: wholeNumber("batch-connections", values["batch-connections"]),
    },
    ceilingRecords: wholeNumber("ceiling-records", orElse(values["ceiling-records"], "500000", "1000000")),
    nodeFlags: values.node,
    env: pairs("env", values.env),
    json: values.json,
  };
}

const known = {
  quick: { type: "boolean", default: false },
  rounds: { type: "string" },
  seconds: { type: "string" },
  contenders: { type: "string", default: contenderNames.join(",") },
  parts: { type: "string", default: usualParts },
  rates: { type: "string", default: "1000,5000" },
  batch: { type: "string", default: "100" },
  connections: { type: "string", default: "64" },
  "batch-connections": { type: "string", default: "8" },
  "ceiling-records": { type: "string" },
  node: { type: "string", multiple: true, default: [] },
  env: { type: "string", multiple: true, default: [] },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const satisfies NonNullable<Parameters<typeof parseArgs>[0]>["options"];
