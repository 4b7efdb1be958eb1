import { parseArgs } from "node:util";
import { listOf, wholeNumber } from "../option-values.ts";
import { UsageError } from "../usage-error.ts";

/** `queries` asks the query API, `streams` follows `/events` with many clients, `latency` goes from a POST to one of them. */
export type QueryPart = "queries" | "streams" | "latency";

/** What `bench:query` is asked to do. */
export interface QueryBenchOptions {
  readonly parts: ReadonlySet<QueryPart>;
  /** Rows of `stream_metrics_minute` that are stored, and about as many final ones. */
  readonly rows: number;
  /** Requests a second. */
  readonly rate: number;
  /** Of every measurement of queries. */
  readonly seconds: number;
  readonly rounds: number;
  /** That follow `/events`. */
  readonly clients: number;
  /** Seconds of posts while they follow. */
  readonly clientSeconds: number;
  /** Page views posted a second, and for how long. */
  readonly postRate: number;
  readonly postSeconds: number;
  /** The domains that run while streams are followed. */
  readonly domains: string;
  readonly json: boolean;
}

const parts: readonly QueryPart[] = ["queries", "streams", "latency"];

/** Shown with `--help`. */
export const queryUsage = `Usage: npm run bench:query -- [options]
  --quick             a million rows, one round of 5 s, 200 clients, 10 s of posts
  --parts <list>      of ${parts.join(", ")} (default all)
  --rows <n>          rows of stream_metrics_minute that are stored (default 10000000)
  --rate <n>          requests a second, in open loop (default 500)
  --seconds <n>       how long each measurement of queries takes (default 20)
  --rounds <n>        how often each contender is measured, in turn (default 3)
  --clients <n>       that follow /events (default 1000)
  --client-seconds <n> seconds of posts at --post-rate while they follow (default 30)
  --post-rate <n>     page views posted a second for the latency (default 100)
  --post-seconds <n>  for so long (default 60)
  --domains <list>    that run meanwhile, page-views among them (default all)
  --json              print one JSON object instead of tables
  --help`;

/** Reads the command line; undefined when help is asked for. @throws UsageError */
export function parseQueryOptions(args: readonly string[]): QueryBenchOptions | undefined {
  const { values } = UsageError.wrap(() => parseArgs({ args: [...args], options: known }));
  if (values.help) return undefined;
  const number = (name: keyof typeof numbers) => {
    const [full, quick] = numbers[name];
    return wholeNumber(name, values[name] ?? String(values.quick ? quick : full));
  };
  return {
    parts: new Set(listOf("parts", values.parts, parts)),
    rows: number("rows"),
    rate: number("rate"),
    seconds: number("seconds"),
    rounds: number("rounds"),
    clients: number("clients"),
    clientSeconds: number("client-seconds"),
    postRate: number("post-rate"),
    postSeconds: number("post-seconds"),
    domains: values.domains,
    json: values.json,
  };
}

/** Each with its default, and the one of a quick run. */
const numbers = {
  rows: [10_000_000, 1_000_000],
  rate: [500, 500],
  seconds: [20, 5],
  rounds: [3, 1],
  clients: [1_000, 200],
  "client-seconds": [30, 10],
  "post-rate": [100, 100],
  "post-seconds": [60, 10],
} as const;

const known = {
  quick: { type: "boolean", default: false },
  parts: { type: "string", default: parts.join(",") },
  rows: { type: "string" },
  rate: { type: "string" },
  seconds: { type: "string" },
  rounds: { type: "string" },
  clients: { type: "string" },
  "client-seconds": { type: "string" },
  "post-rate": { type: "string" },
  "post-seconds": { type: "string" },
  domains: { type: "string", default: "all" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const satisfies NonNullable<Parameters<typeof parseArgs>[0]>["options"];
