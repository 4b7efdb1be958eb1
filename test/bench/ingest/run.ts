import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { UsageMeter } from "../usage-meter.ts";
import type { Arena } from "./arena.ts";
import { Bits } from "./bits.ts";
import type { ContenderName } from "./contender.ts";
import type { LoadAnswer, LoadOrder } from "./load.ts";
import { type MemoryHalves, MemoryWatch } from "./memory-watch.ts";
import { pinProcess } from "./pinning.ts";
import { assertWritten, endsOf, readBack } from "./read-back.ts";

/** What is asked of a contender in one run. */
export type RunOrder = Omit<LoadOrder, "port" | "run" | "path">;

/** A load that every contender gets. */
export interface Scenario {
  /** Also the title of its table. */
  readonly name: string;
  readonly order: RunOrder;
}

/** What one run of one contender found. */
export interface RunResult extends Omit<LoadAnswer, "acceptedRequests"> {
  readonly contender: ContenderName;
  readonly scenario: Scenario;
  /** Events of requests answered 202; every one was found in Kafka. */
  readonly acknowledged: number;
  /** Records in Kafka whose event stands there already. */
  readonly duplicates: number;
  /** Events in Kafka whose request was not answered 202. */
  readonly unacknowledged: number;
  /** CPU time of the server, and of the broker, in milliseconds. */
  readonly serverCpuMs: number;
  readonly brokerCpuMs: number;
  readonly peakMemoryBytes: number;
  /** Resident memory of the server. */
  readonly memory: MemoryHalves;
}

const path = "/api/events/page-views/page_view";

/** Runs loads against contenders from a process of its own, which is kept so that its code stays warm. */
export class LoadRunner implements Disposable {
  readonly #arena: Arena;
  readonly #child: ChildProcess;
  #runs = 0;

  constructor(arena: Arena) {
    const flags = ["--conditions=millrace-source", "--import", "tsx"];
    this.#arena = arena;
    this.#child = fork(join(import.meta.dirname, "load-worker.ts"), { execArgv: flags });
    pinProcess(arena.pinning?.others, this.#child.pid as number);
  }

  /** Loads a contender, then reads back what it has acknowledged. @throws Error when an acknowledged event is missing */
  async run(contender: ContenderName, scenario: Scenario): Promise<RunResult> {
    const { servers, admin, event, bootstrapServers, brokerPid } = this.#arena;
    const { order } = scenario;
    const server = servers.get(contender);
    if (server === undefined) throw new Error(`${contender} does not run`);
    this.#runs += 1;
    const run = this.#runs;
    const from = await endsOf(admin, event.topic);
    const meters = { server: new UsageMeter([server.pid]), broker: new UsageMeter([brokerPid]) };
    using memory = new MemoryWatch(server.pid);
    const { acceptedRequests, ...answer } = await this.#ask({
      ...order,
      path: order.items === 1 ? path : `${path}/batch`,
      port: server.port,
      run,
    });
    const usage = meters.server.read([server.pid]);
    const halves = memory.halves();
    const brokerCpuMs = meters.broker.read([brokerPid]).cpuSeconds * 1000;
    const written = await readBack({ admin, bootstrapServers, event, run, from });
    assertWritten(Bits.fromBase64(acceptedRequests), order.items, written);
    const acknowledged = answer.accepted.count * order.items;
    return {
      ...answer,
      contender,
      scenario,
      acknowledged,
      duplicates: written.duplicates,
      unacknowledged: written.count - acknowledged,
      serverCpuMs: usage.cpuSeconds * 1000,
      brokerCpuMs,
      peakMemoryBytes: usage.peakMemoryBytes,
      memory: halves,
    };
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }

  #ask(order: LoadOrder): Promise<LoadAnswer> {
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null) => reject(new Error(`the load generator ended with code ${code}`));
      this.#child.once("exit", onExit);
      this.#child.once("message", (answer: LoadAnswer) => {
        this.#child.off("exit", onExit);
        resolve(answer);
      });
      this.#child.send(order);
    });
  }
}
