import { join } from "node:path";
import type { Plan } from "@millrace/domain";
import { flinkJobManager, flinkTaskManager, kafka, registry, type RunningStack } from "@millrace/engines";
import { KafkaAdmin, RegistryClient } from "@millrace/kafka";
import { applyPlan } from "./apply-plan.ts";
import { type BenchInstance, makeBenchInstance, resolveEngines } from "./bench-instance.ts";
import { pageViewPlan, pageViewTables, readingEventsOf, tableOf } from "./bench-plan.ts";
import type { Contender } from "./contender.ts";
import { type FilledTopic, fillTopic } from "./fill-topic.ts";
import { withFlinkSettings } from "./flink-engines.ts";
import { buildKafkaStreams } from "./kafka-streams-application.ts";
import { KafkaStreamsContender, type KafkaStreamsForm } from "./kafka-streams-contender.ts";
import { measure, type Measurement } from "./measure.ts";
import { closingMs, type PageViewProfile } from "./page-view-source.ts";
import type { PipelineOptions } from "./pipeline-options.ts";
import { progress } from "./progress.ts";
import { startEngines } from "./start-engines.ts";
import { inSeconds } from "./units.ts";
import { StatementContender } from "./statement-contender.ts";

/** What the throughput part found. */
export interface Comparison {
  readonly fill: { readonly events: number; readonly durationMs: number };
  readonly runs: readonly Measurement[];
}

interface Arena {
  readonly options: PipelineOptions;
  readonly instance: BenchInstance;
  readonly stack: RunningStack;
  readonly admin: KafkaAdmin;
  readonly registry: RegistryClient;
  readonly events: Plan;
  readonly profile: PageViewProfile;
  readonly filled: FilledTopic;
}

const stage = "bench";
const minuteMs = 60_000;
const minutes = 100;
const postcodes = 500;
const runTimeoutMs = 300_000;
const commitIntervalMs = 1_000;
const kafkaStreamsHeapMb = 512;

/** Fills a topic, then runs the contenders over it in turn, in another order each round. */
export async function compareThroughput(options: PipelineOptions): Promise<Comparison> {
  await resolveEngines();
  const jars = options.parts.has("compare") ? await buildKafkaStreams() : undefined;
  using instance = makeBenchInstance();
  await using stack = await startStack(instance, options);
  const connection = { bootstrapServers: [stack.address("kafka", "broker")] };
  await using admin = new KafkaAdmin(connection);
  const client = new RegistryClient({ url: `http://${stack.address("registry", "http")}/apis/ccompat/v7` });
  const events = pageViewPlan(instance.config, stage);
  await applyPlan({ admin, registry: client, plan: events });
  const profile = profileOf(options, events);
  const filled = await fill({ stack, registry: client, events, profile });
  const arena: Arena = { options, instance, stack, admin, registry: client, events, profile, filled };
  const runs: Measurement[] = [];
  for (let round = 1; round <= options.rounds; round++) {
    for (const contender of contendersOf(arena, round, jars)) runs.push(await run(arena, contender, round));
  }
  return { fill: filled, runs };
}

async function startStack(
  instance: BenchInstance,
  { flinkSettings }: PipelineOptions,
): Promise<RunningStack> {
  const flink = [flinkJobManager, flinkTaskManager].map((engine) => withFlinkSettings(engine, flinkSettings));
  return await startEngines(instance, [kafka, registry, ...flink], "Kafka, registry and Flink");
}

function profileOf({ events, seed }: PipelineOptions, plan: Plan): PageViewProfile {
  const { topic } = tableOf(plan, pageViewTables.events);
  const partitions = plan.topics.find(({ name }) => name === topic)?.partitions ?? 1;
  // Recent, so that retention keeps it; all of it past, so that the broker takes it.
  const startMs = (Math.floor(Date.now() / minuteMs) - 2 * minutes) * minuteMs;
  return { events, seed, startMs, minutes, postcodes, partitions };
}

async function fill({
  stack,
  registry,
  events,
  profile,
}: Pick<Arena, "stack" | "registry" | "events" | "profile">) {
  progress(`filling the topic with ${profile.events} page views`);
  const { topic, value } = tableOf(events, pageViewTables.events);
  const schemaId = await registry.register(value.subject, value.schema);
  const bootstrapServers = stack.address("kafka", "broker");
  const filled = await fillTopic({ profile, bootstrapServers, topic, schemaId, schema: value.schema });
  progress(`filled in ${inSeconds(filled.durationMs)} s`);
  return filled;
}

function contendersOf(arena: Arena, round: number, jars: string | undefined): readonly Contender[] {
  const contenders = [statementsOf(arena, round)];
  const forms: readonly KafkaStreamsForm[] = ["plain", "tuned"];
  const peers = jars === undefined ? [] : forms.map((form) => kafkaStreamsOf(arena, { round, jars, form }));
  const order = [...contenders, ...peers];
  return round % 2 === 1 ? order : order.toReversed();
}

function statementsOf(
  { options, instance, stack, admin, registry, events }: Arena,
  round: number,
): Contender {
  const plan = readingEventsOf(events, pageViewPlan(instance.config, `${stage}-sql-${round}`));
  const { parallelism } = options;
  const properties = {
    ...(parallelism === undefined ? {} : { "parallelism.default": String(parallelism) }),
    ...options.properties,
  };
  const freshTaskManager = !options.warmTaskManager;
  return new StatementContender({ stack, admin, registry, plan, properties, freshTaskManager });
}

function kafkaStreamsOf(
  { instance, stack, admin, registry, events }: Arena,
  { round, jars, form }: { readonly round: number; readonly jars: string; readonly form: KafkaStreamsForm },
) {
  const plan = readingEventsOf(events, pageViewPlan(instance.config, `${stage}-ks-${form}-${round}`));
  return new KafkaStreamsContender({
    java: instance.config.java,
    jars,
    folder: join(instance.root, "kafka-streams"),
    bootstrapServers: stack.address("kafka", "broker"),
    admin,
    registry,
    plan,
    threads: 2,
    commitIntervalMs,
    heapMb: kafkaStreamsHeapMb,
    form,
  });
}

async function run({ stack, admin, filled, profile }: Arena, contender: Contender, round: number) {
  progress(`round ${round}: ${contender.name}`);
  const measurement = await measure(contender, {
    admin,
    connection: { bootstrapServers: [stack.address("kafka", "broker")] },
    filled,
    beforeMs: Math.floor(closingMs(profile) / minuteMs) * minuteMs,
    brokerPid: stack.pid("kafka") as number,
    timeoutMs: runTimeoutMs,
  });
  progress(`round ${round}: ${contender.name} took ${inSeconds(measurement.totalMs)} s`);
  return measurement;
}
