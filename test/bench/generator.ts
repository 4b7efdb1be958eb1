import { fork } from "node:child_process";
import { join } from "node:path";
import type { Plan } from "@millrace/domain";
import { kafka, type RunningStack } from "@millrace/engines";
import { KafkaAdmin } from "@millrace/kafka";
import { readCliConfig } from "../../apps/cli/src/config.ts";
import { type BenchInstance, makeBenchInstance, resolveEngines } from "./bench-instance.ts";
import { pageViewPlan } from "./bench-plan.ts";
import type { ContenderAnswer, ContenderOrder } from "./generator-contender.ts";
import { type GeneratorBenchOptions, generatorUsage, parseGeneratorOptions } from "./generator-options.ts";
import { formatGeneratorRuns, type GeneratorRun } from "./generator-report.ts";
import { formatMachine, machineFacts } from "./machine.ts";
import { progress } from "./progress.ts";
import { startEngines } from "./start-engines.ts";
import { runBench } from "./run-bench.ts";
import { UsageMeter } from "./usage-meter.ts";

await runBench(generatorUsage, async () => {
  const options = parseGeneratorOptions(process.argv.slice(2));
  if (options === undefined) process.stdout.write(`${generatorUsage}\n`);
  else await run(options);
});

async function run(options: GeneratorBenchOptions): Promise<void> {
  const machine = machineFacts(readCliConfig().java);
  await resolveEngines();
  using instance = makeBenchInstance();
  await using stack = await startEngines(instance, [kafka], "Kafka");
  const runs: GeneratorRun[] = [];
  for (let round = 1; round <= options.rounds; round++) {
    const order = ["generator", "kafkajs"] as const;
    for (const contender of round % 2 === 1 ? order : order.toReversed())
      runs.push(await runContender(contender, { round, options, stack, instance }));
  }
  const text = options.json
    ? JSON.stringify({ machine, runs })
    : `${formatMachine(machine)}\n\n${formatGeneratorRuns(runs)}`;
  process.stdout.write(`${text}\n`);
}

interface Arena {
  readonly round: number;
  readonly options: GeneratorBenchOptions;
  readonly stack: RunningStack;
  readonly instance: BenchInstance;
}

/** Runs a contender over a topic of its own. @throws Error when the topic does not hold exactly what was sent */
async function runContender(
  contender: ContenderOrder["contender"],
  { round, options, stack, instance }: Arena,
): Promise<GeneratorRun> {
  const { events, seed, peerBatch, partitions } = options;
  const bootstrapServers = stack.address("kafka", "broker");
  const plan = pageViewPlan(instance.config, `bench-${contender}-${round}`);
  const topic = topicOf(plan);
  await using admin = new KafkaAdmin({ bootstrapServers: [bootstrapServers] });
  await admin.ensureTopics([{ name: topic, partitions }]);
  const pid = stack.pid("kafka") as number;
  const broker = new UsageMeter([pid]);
  // An hour of event time that has just passed.
  const startMs = Date.now() - 3_600_000;
  const answer = await runProcess({ contender, bootstrapServers, plan, events, seed, startMs, peerBatch });
  const brokerCpuMs = broker.read([pid]).cpuSeconds * 1000;
  const written = (await admin.topicOffsets(topic)).reduce((sum, { end }) => sum + end, 0);
  if (written !== events || answer.acknowledged !== events)
    throw new Error(
      `${contender} sent ${events}, ${answer.acknowledged} were acknowledged, ${written} written`,
    );
  const rate = Math.round((events / answer.durationMs) * 1000);
  progress(`round ${round}: ${contender} ${rate} events/s`);
  return { ...answer, contender, round, brokerCpuMs };
}

function topicOf({ events }: Plan): string {
  const [event] = events;
  if (event === undefined) throw new Error("the plan has no event type: was the domain changed?");
  return event.topic;
}

function runProcess(order: ContenderOrder): Promise<ContenderAnswer> {
  const flags = ["--conditions=millrace-source", "--import", "tsx"];
  const child = fork(join(import.meta.dirname, "generator-contender.ts"), { execArgv: flags });
  return new Promise((resolve, reject) => {
    child.once("message", (answer: ContenderAnswer) => resolve(answer));
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`the process of ${order.contender} ended with code ${code}`)),
    );
    child.send(order);
  });
}
