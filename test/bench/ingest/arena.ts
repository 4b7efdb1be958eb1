import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EventPlan } from "@millrace/domain";
import { kafka, registry } from "@millrace/engines";
import { KafkaAdmin, RegistryClient } from "@millrace/kafka";
import { eventContract } from "../../../apps/cli/src/publisher-service.ts";
import { type BenchInstance, makeBenchInstance, resolveEngines } from "../bench-instance.ts";
import { pageViewPlan } from "../bench-plan.ts";
import { progress } from "../progress.ts";
import { startEngines } from "../start-engines.ts";
import { type ContenderName, contenderTitles, lingerMs } from "./contender.ts";
import { freePort } from "./free-port.ts";
import { peersFolder } from "./peers.ts";
import { choosePinning, pinProcess, type Pinning } from "./pinning.ts";
import { ServerProcess } from "./server-process.ts";

/** Everything that runs while contenders are measured: one broker, and each contender as a server of its own. */
export interface Arena {
  readonly instance: BenchInstance;
  readonly bootstrapServers: string;
  readonly admin: KafkaAdmin;
  /** What is posted. */
  readonly event: EventPlan;
  readonly servers: ReadonlyMap<ContenderName, ServerProcess>;
  readonly brokerPid: number;
  readonly pinning: Pinning | undefined;
}

/** What is started. */
export interface ArenaOptions {
  readonly contenders: readonly ContenderName[];
  /** Flags of Node for the publisher, such as those of its profiler. */
  readonly nodeFlags: readonly string[];
  /** Settings of the publisher beyond its defaults. */
  readonly env: Readonly<Record<string, string>>;
}

interface Grounds {
  readonly instance: BenchInstance;
  readonly bootstrapServers: string;
  readonly registryUrl: string;
  readonly event: EventPlan;
  readonly schemaId: number;
  readonly pinning: Pinning | undefined;
  readonly options: ArenaOptions;
}

/** Starts Kafka, the registry and the contenders, and stops them when `act` has ended. */
export async function withArena<T>(options: ArenaOptions, act: (arena: Arena) => Promise<T>): Promise<T> {
  await resolveEngines();
  using instance = makeBenchInstance();
  await using stack = await startEngines(instance, [kafka, registry], "Kafka and the registry");
  const bootstrapServers = stack.address("kafka", "broker");
  await using admin = new KafkaAdmin({ bootstrapServers: [bootstrapServers] });
  const registryUrl = `http://${stack.address("registry", "http")}/apis/ccompat/v7`;
  const client = new RegistryClient({ url: registryUrl });
  const plan = pageViewPlan(instance.config, "bench");
  const [event] = plan.events;
  if (event === undefined) throw new Error("the plan has no event type: was the domain changed?");
  await admin.ensureTopics(plan.topics);
  const schemaId = await client.register(event.subject, event.schema);
  const pinning = choosePinning();
  const brokerPid = stack.pid("kafka") as number;
  pinProcess(pinning?.others, brokerPid);
  const grounds = { instance, bootstrapServers, registryUrl, event, schemaId, pinning, options };
  const servers = new Map<ContenderName, ServerProcess>();
  try {
    for (const name of options.contenders) servers.set(name, await startContender(name, grounds));
    return await act({ instance, bootstrapServers, admin, event, servers, brokerPid, pinning });
  } finally {
    for (const server of servers.values()) await server.stop();
  }
}

async function startContender(name: ContenderName, grounds: Grounds): Promise<ServerProcess> {
  progress(`starting ${contenderTitles[name]}`);
  const { instance, pinning } = grounds;
  const port = await freePort();
  const common = {
    name,
    port,
    cores: pinning?.server,
    logFile: join(instance.root, `${name}.log`),
  };
  const program = name === "publisher" ? publisher(grounds) : await peer(name, grounds);
  return await ServerProcess.start({
    ...common,
    ...program,
    env: {
      HOST: "127.0.0.1",
      PORT: String(port),
      KAFKA_BOOTSTRAP_SERVERS: grounds.bootstrapServers,
      ...program.env,
    },
  });
}

type Program = Pick<Parameters<typeof ServerProcess.start>[0], "argv" | "env" | "cwd">;

/** The publisher as `npm start` runs it. */
function publisher({ instance: { root, config }, registryUrl, event, options }: Grounds): Program {
  const contract = join(root, "events.json");
  writeFileSync(contract, eventContract([event]));
  const entry = join(config.root, "apps", "publisher", "src", "server.ts");
  return {
    argv: [process.execPath, ...options.nodeFlags, "--conditions=millrace-source", "--import", "tsx", entry],
    cwd: config.root,
    env: {
      EVENT_CONTRACT: contract,
      SCHEMA_REGISTRY_URL: registryUrl,
      DATA_DIR: join(root, "publisher-data"),
      STAGE: "dev",
      SAMPLE_EVENTS: "0",
      ...options.env,
    },
  };
}

async function peer(name: Exclude<ContenderName, "publisher">, grounds: Grounds): Promise<Program> {
  const { event, schemaId } = grounds;
  const folder = await peersFolder();
  return {
    argv: [process.execPath, join(folder, "server.mjs")],
    cwd: folder,
    env: {
      TOPIC: event.topic,
      AVRO_SCHEMA: JSON.stringify(event.schema),
      SCHEMA_ID: String(schemaId),
      LINGER_MS: lingerMs[name],
    },
  };
}
