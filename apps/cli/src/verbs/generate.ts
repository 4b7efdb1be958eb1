import { randomInt } from "node:crypto";
import { type GeneratorSummary, runGenerator, Statistics } from "@millrace/generator";
import type { EventPlan } from "@millrace/domain";
import type { Command } from "commander";
import { type CliConfig, readCliConfig } from "../config.ts";
import { exitCodes } from "../exit-codes.ts";
import {
  countFlag,
  durationFlag,
  fileFlag,
  type GenerateFlags,
  namesFlag,
  rateFlag,
  seedFlag,
  shareFlag,
  speedFlag,
  startFlag,
  targetFlag,
} from "../generate-options.ts";
import { type Generation, planGeneration } from "../generate-plan.ts";
import { chooseDomains } from "../domain-choice.ts";
import { openTarget } from "../generate-target.ts";
import { progressLine, summaryText } from "../generate-text.ts";
import { localPlan } from "../local-platform.ts";
import { stopSignals } from "../stop-signals.ts";

const examples = `
Examples:
  millrace generate --count 10 --to -                          ten events as JSON lines
  millrace generate --follow                                   as the domains' profiles say, until Ctrl-C
  millrace generate --rate "500 per second" --duration "1 minute" --late 1%
  millrace generate --domain shop --duration "1 day" --seed 7 --to file:day.jsonl
  millrace generate --from file:day.jsonl --speed 60x --to kafka

Exit codes: ${exitCodes.ok} every event has arrived, ${exitCodes.failed} some have not, ${exitCodes.usage} wrong command line, ${exitCodes.notRunning} the stack is not running.`;

/** `millrace generate` */
export function registerGenerate(program: Command): void {
  program
    .command("generate")
    .description("make events as users do, and send them over HTTP, to Kafka or to a file")
    .option("--domain <names>", "domains, with commas between; default: all", namesFlag)
    .option("--type <names>", "event types, each by itself and not as parts of journeys", namesFlag)
    .option("--count <n>", "how many events; default: 1", countFlag)
    .option("--duration <time>", 'how much event time, for example "1 minute"', durationFlag)
    .option("--follow", "go on until Ctrl-C")
    .option("--rate <rate>", 'for example "500 per second"; max: as fast as possible', rateFlag)
    .option("--daily", "let the rate follow the profile's hours of the day")
    .option("--seed <number>", "the same seed, start and flags give the same events", seedFlag)
    .option("--to <target>", "http, http://<host>:<port>, kafka, file:<path> or -", targetFlag, {
      kind: "http",
    } as const)
    .option("--from <file>", "file:<path> of JSON lines to send again", fileFlag)
    .option("--start <time>", "event time of the first journeys: now, or ISO 8601", startFlag)
    .option("--speed <factor>", "how fast event time passes: 60x, or max", speedFlag)
    .option(
      "--concurrency <n>",
      "requests at once for an event type; default: 1, which keeps the order",
      countFlag,
    )
    .option("--late <share>", "events that arrive late", shareFlag)
    .option("--duplicate <share>", "events that come twice", shareFlag)
    .option("--out-of-order <share>", "events that others overtake", shareFlag)
    .option("--clock-drift <share>", "users whose clock is wrong", shareFlag)
    .option("--malformed <share>", "payloads that are not what the event type says", shareFlag)
    .option("--malformed-bytes", "to Kafka: send malformed events as bytes that are no Avro")
    .option("--json", "print the summary as JSON")
    .addHelpText("after", examples)
    .action(async (flags: GenerateFlags) => {
      const config = readCliConfig();
      const plan = localPlan(config, domainsFor(config, flags));
      const generation = planGeneration(flags, {
        plan,
        nowMs: Date.now(),
        randomSeed: () => randomInt(1_000_000_000),
      });
      const plans = plan.events.filter(({ domain }) => flags.domain?.includes(domain) ?? true);
      const summary = await generate(config, flags, { ...generation, plans });
      printSummary(summary, flags, generation);
      process.exitCode = summary.errors === 0 ? exitCodes.ok : exitCodes.failed;
    });
}

/** What the stack takes are the events of the domains that it runs; a file takes those of all. */
function domainsFor(config: CliConfig, { domain, to }: GenerateFlags): readonly string[] | undefined {
  const isStack = to.kind === "kafka" || (to.kind === "http" && to.url === undefined);
  return isStack && domain === undefined ? chooseDomains(config).domains : undefined;
}

/** Sends what was planned; Ctrl-C ends it after what is under way. */
async function generate(
  config: CliConfig,
  flags: GenerateFlags,
  { events, pace, plans }: Generation & { readonly plans: readonly EventPlan[] },
): Promise<GeneratorSummary> {
  const interrupted = stopSignals(() => process.exit(exitCodes.failed));
  const closed = new AbortController();
  if (flags.to.kind === "stdout") process.stdout.once("error", () => closed.abort());
  const signal = AbortSignal.any([interrupted, closed.signal]);
  const statistics = new Statistics();
  const target = await openTarget(flags, { config, events: plans, statistics, signal });
  const stopShowing = process.stderr.isTTY ? showProgress(statistics) : () => undefined;
  try {
    return await runGenerator({ events, pace, target, statistics, signal });
  } catch (error) {
    if (closed.signal.aborted && error instanceof Error && "code" in error && error.code === "EPIPE")
      return statistics.summary();
    throw error;
  } finally {
    stopShowing();
  }
}

/** Shows numbers once a second on the terminal's last line. */
function showProgress(statistics: Statistics): () => void {
  let before = statistics.summary();
  const timer = setInterval(() => {
    const now = statistics.summary();
    const settled = ({ accepted, known, refused, errors }: GeneratorSummary) =>
      accepted + known + refused + errors;
    const rate = ((settled(now) - settled(before)) / Math.max(1, now.durationMs - before.durationMs)) * 1000;
    process.stderr.write(`\r\u001B[K${progressLine(now, rate)}`);
    before = now;
  }, 1_000);
  return () => {
    clearInterval(timer);
    process.stderr.write("\r\u001B[K");
  };
}

/** The summary, on standard output unless the events are there. */
function printSummary(summary: GeneratorSummary, { json, to }: GenerateFlags, { again }: Generation): void {
  const seeded =
    again === undefined ? {} : { seed: again.seed, start: new Date(again.startMs).toISOString() };
  const text = json === true ? JSON.stringify({ ...summary, ...seeded }) : summaryText(summary, again);
  const stream = json === true && to.kind !== "stdout" ? process.stdout : process.stderr;
  stream.write(`${text}\n`);
}
