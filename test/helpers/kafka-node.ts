import { join } from "node:path";
import { type Engine, freePortTable, instanceLayout, kafka, Stack, type StackEvent } from "@millrace/engines";
import { KafkaAdmin, type KafkaConnection } from "@millrace/kafka";
import { expect, onTestFinished } from "vitest";
import { readCliConfig } from "../../apps/cli/src/config.ts";
import { AnswerThief } from "./answer-thief.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A Kafka node of a test's own, to be ended and frozen. */
export interface KafkaNode {
  readonly connection: KafkaConnection;
  readonly admin: KafkaAdmin;
  /** Writes the next batch, loses its answer and the connection. Resolves when that has happened. */
  loseAnswer(): Promise<void>;
  /** Ends it with SIGKILL; its supervisor starts it again over its data. */
  kill(): void;
  /** Ends it as one ends a broker; its supervisor starts it again. */
  terminate(): void;
  /** Stops its process with SIGSTOP: it takes connections and bytes, and answers nothing. */
  freeze(): void;
  /** Lets it go on after {@link freeze}. */
  thaw(): void;
  /** Waits until its supervisor has started it again so many times; default: once. */
  untilRestarted(times?: number): Promise<void>;
}

const patience = { timeout: 90_000, interval: 50 };

/** Starts Kafka alone on free ports, from the clone's artifacts; it is stopped and wiped when the test has ended. */
export async function startKafkaNode(): Promise<KafkaNode> {
  const { home, java } = readCliConfig();
  const events: StackEvent[] = [];
  const root = temporaryFolder();
  const ports = await freePortTable([kafka]);
  const thief = await AnswerThief.open(ports["kafka"]?.["broker"] as number);
  onTestFinished(() => thief[Symbol.asyncDispose]());
  const running = await new Stack({
    engines: [reachedAt(thief.address)],
    layout: instanceLayout(root),
    ports,
    artifactsDir: join(home, "artifacts"),
    classDataDir: join(home, "class-data"),
    java,
    onEvent: (event) => events.push(event),
  }).start();
  const signal = (name: NodeJS.Signals) => {
    const pid = running.pid("kafka");
    if (pid !== undefined) process.kill(pid, name);
  };
  const connection = { bootstrapServers: [thief.address] };
  const admin = new KafkaAdmin(connection);
  onTestFinished(async () => {
    await admin.close();
    signal("SIGCONT");
    await running.stop();
  });
  await running.allReady();
  await admin.waitUntilReady();
  return {
    connection,
    admin,
    loseAnswer: () => thief.loseAnswer(),
    kill: () => signal("SIGKILL"),
    terminate: () => signal("SIGTERM"),
    freeze: () => signal("SIGSTOP"),
    thaw: () => signal("SIGCONT"),
    async untilRestarted(times = 1) {
      const restarts = () => events.filter(({ type }) => type === "engine-restarted").length;
      await expect.poll(restarts, patience).toBeGreaterThanOrEqual(times);
    },
  };
}

/** Kafka that tells its clients to come to another address than the one on which it listens. */
function reachedAt(address: string): Engine {
  return { ...kafka, describe: (context) => kafka.describe({ ...context, address: () => address }) };
}
