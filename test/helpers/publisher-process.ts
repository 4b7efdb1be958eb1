import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePorts } from "@millrace/engines";
import type { KafkaConnection } from "@millrace/kafka";
import { expect, onTestFinished } from "vitest";
import { eventContract } from "../../apps/cli/src/publisher-service.ts";
import { pageViewEvent } from "../unit/publisher/page-view-event.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const root = join(import.meta.dirname, "..", "..");
const server = join(root, "apps", "publisher", "src", "server.ts");

/** What a publisher of a test is given besides what every one needs. */
export interface PublisherSettings {
  readonly kafka: KafkaConnection;
  readonly registryUrl: string;
  /** Default: a folder of its own. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Modules that are loaded before the publisher. */
  readonly preload?: readonly string[];
}

/** What `/health` tells of the spool. */
export interface SpoolHealth {
  readonly events: number;
  readonly circuit: "closed" | "open" | "half-open";
  readonly replayed: number;
  /** Why it takes nothing more. */
  readonly detail?: string;
}

interface HealthAnswer {
  readonly checks: { readonly spool: { readonly detail?: string; readonly facts: SpoolHealth } };
}

/** The publisher as a process, to be killed and started again over its data, on the same port. */
export class PublisherProcess {
  readonly url: string;
  /** What it has logged, over all its lives. */
  output = "";
  readonly #command: readonly string[];
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;

  private constructor(port: number, command: readonly string[], env: NodeJS.ProcessEnv) {
    this.url = `http://127.0.0.1:${port}`;
    this.#command = command;
    this.#env = env;
  }

  /** Starts a publisher that takes page views; it is ended when the test has ended. */
  static async start(settings: PublisherSettings): Promise<PublisherProcess> {
    const folder = temporaryFolder();
    const contract = join(folder, "contract.json");
    writeFileSync(contract, eventContract([pageViewEvent()]));
    const [port = 0] = await freePorts(1);
    const env = {
      ...process.env,
      PORT: String(port),
      STAGE: "dev",
      KAFKA_BOOTSTRAP_SERVERS: settings.kafka.bootstrapServers.join(","),
      KAFKA_PATIENCE_MS: "1000",
      SCHEMA_REGISTRY_URL: settings.registryUrl,
      EVENT_CONTRACT: contract,
      DATA_DIR: settings.dataDir ?? join(folder, "data"),
      ...settings.env,
    };
    const imports = ["tsx", ...(settings.preload ?? [])].flatMap((module) => ["--import", module]);
    const command = ["--conditions=millrace-source", ...imports, server];
    const publisher = new PublisherProcess(port, command, env);
    onTestFinished(() => publisher.kill());
    await publisher.start();
    return publisher;
  }

  /** Starts it again, and waits until it takes events. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, this.#command, {
      cwd: root,
      env: this.#env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      const from = this.output.length;
      const note = (text: string) => {
        this.output += text;
        if (this.output.includes('"msg":"ready"', from)) resolve();
      };
      child.stdout.setEncoding("utf8").on("data", note);
      child.stderr.setEncoding("utf8").on("data", note);
      child.once("close", () => reject(new Error(`the publisher has ended:\n${this.output.slice(from)}`)));
    });
  }

  /** Ends it with SIGKILL. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** Ends it as it is ended in production. */
  async stop(): Promise<void> {
    await this.#end("SIGTERM");
  }

  /** Sends its process a signal. */
  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  /** What it tells of its spool; undefined where it does not answer. */
  async spool(): Promise<SpoolHealth | undefined> {
    try {
      const response = await fetch(`${this.url}/health`);
      const { checks } = (await response.json()) as HealthAnswer;
      return { ...checks.spool, ...checks.spool.facts };
    } catch {
      return undefined;
    }
  }

  /** Waits until its spool is as a test needs it. */
  async untilSpool(isSo: (spool: SpoolHealth) => boolean): Promise<void> {
    await expect
      .poll(
        async () => {
          const spool = await this.spool();
          return spool !== undefined && isSo(spool);
        },
        { timeout: 60_000, interval: 10 },
      )
      .toBe(true);
  }

  /** Waits until all that it took is in Kafka. */
  async untilDelivered(): Promise<void> {
    await this.untilSpool(({ events, circuit }) => events === 0 && circuit === "closed");
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, "close");
  }
}
