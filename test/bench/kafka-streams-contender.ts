import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Plan, TablePlan } from "@millrace/domain";
import type { KafkaAdmin, RegistryClient } from "@millrace/kafka";
import { applyPlan } from "./apply-plan.ts";
import { pageViewTables, tableOf } from "./bench-plan.ts";
import type { Contender } from "./contender.ts";

/** What the Kafka Streams application is run with. */
export interface KafkaStreamsContenderOptions {
  readonly java: string;
  /** The folder with its jars. */
  readonly jars: string;
  /** Where its state, its settings and its log are kept. */
  readonly folder: string;
  readonly bootstrapServers: string;
  readonly admin: KafkaAdmin;
  readonly registry: RegistryClient;
  /** Names the topics; the provisional counts are what it writes. */
  readonly plan: Plan;
  readonly threads: number;
  readonly commitIntervalMs: number;
  readonly heapMb: number;
  /** `plain`: Kafka Streams' defaults wherever they can stay; `tuned`: the best that one would write by hand. */
  readonly form: KafkaStreamsForm;
}

export type KafkaStreamsForm = "plain" | "tuned";

const stopTimeoutMs = 20_000;

/** The same provisional counts as a plain Kafka Streams application, a process of its own. */
export class KafkaStreamsContender implements Contender {
  readonly name: string;
  readonly failure: Promise<never>;
  readonly otherTopics = [];
  readonly #options: KafkaStreamsContenderOptions;
  readonly #table: TablePlan;
  #fail: (error: Error) => void = () => undefined;
  #child: ChildProcess | undefined;
  #running: Promise<void> | undefined;
  #isStopping = false;

  constructor(options: KafkaStreamsContenderOptions) {
    this.#options = options;
    this.name = `Kafka Streams, counts alone, ${options.form}`;
    this.#table = tableOf(options.plan, pageViewTables.provisional);
    this.failure = new Promise((_, reject) => (this.#fail = reject));
    // Reported to whoever waits for results; without a waiter it must not end this process.
    this.failure.catch(() => undefined);
  }

  /** Its topic is keyed by postcode alone, so the newest row of a window and postcode is found by the row, not by its key. */
  get results() {
    return [this.#table];
  }

  pids(): readonly number[] {
    return this.#child?.pid === undefined ? [] : [this.#child.pid];
  }

  async prepare(): Promise<void> {
    const { folder } = this.#options;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await applyPlan(this.#options);
    writeFileSync(join(folder, "settings.json"), JSON.stringify(await this.#settings()));
  }

  async start(): Promise<void> {
    const { java, jars, folder, heapMb } = this.#options;
    const log = openSync(join(folder, "application.log"), "a");
    const flags = [`-Xmx${heapMb}m`, `-Xms${heapMb}m`, "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError"];
    const child = spawn(
      java,
      [
        ...flags,
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
        "-cp",
        join(jars, "*"),
        "io.millrace.bench.PageViewCounts",
        join(folder, "settings.json"),
      ],
      { stdio: ["ignore", "pipe", log], env: { ...process.env, MALLOC_ARENA_MAX: "2" } },
    );
    closeSync(log);
    this.#child = child;
    child.once("exit", (code) => {
      if (!this.#isStopping) this.#fail(new KafkaStreamsError(code, join(folder, "application.log")));
    });
    this.#running = new Promise((resolve) => {
      createInterface({ input: child.stdout as Readable }).on("line", (line) => {
        if (line.startsWith("state RUNNING ")) resolve();
      });
    });
  }

  async running(): Promise<void> {
    await Promise.race([this.#running, this.failure]);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#end();
    rmSync(join(this.#options.folder, "state"), { recursive: true, force: true });
  }

  async #end(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
    await exited;
    clearTimeout(timer);
  }

  get #applicationId(): string {
    return `${this.#options.plan.stage}-kafka-streams-${this.#options.form}`;
  }

  async #settings(): Promise<Readonly<Record<string, string>>> {
    const { bootstrapServers, folder, form, plan, registry, threads, commitIntervalMs } = this.#options;
    const input = tableOf(plan, pageViewTables.events);
    const { subject, schema } = this.#table.value;
    return {
      "application.id": this.#applicationId,
      "bootstrap.servers": bootstrapServers,
      "state.dir": join(folder, "state"),
      "num.stream.threads": String(threads),
      "commit.interval.ms": String(commitIntervalMs),
      tuned: String(form === "tuned"),
      "input.topic": input.topic,
      "input.schema": JSON.stringify(input.value.schema),
      "output.topic": this.#table.topic,
      "output.schema": JSON.stringify(schema),
      "output.schema.id": String(await registry.register(subject, schema)),
    };
  }
}

/** The application ended before it was told to. */
export class KafkaStreamsError extends Error {
  readonly code = "KAFKA_STREAMS_ENDED";

  constructor(exitCode: number | null, logFile: string) {
    const lines = readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-20);
    super(`The Kafka Streams application ended with code ${exitCode}. It last said:\n${lines.join("\n")}`);
  }
}
