import {
  bindPlaceholders,
  emitFlinkDdl,
  emitFlinkSettings,
  emitStatementSet,
  type Plan,
  type StatementPlan,
} from "@millrace/domain";
import { localBindings, type RunningStack } from "@millrace/engines";
import { type JobDetail, JobManager, SqlGateway } from "@millrace/flink";
import type { KafkaAdmin, RegistryClient } from "@millrace/kafka";
import { setTimeout as delay } from "node:timers/promises";
import { applyPlan } from "./apply-plan.ts";
import { pageViewTables, tableOf } from "./bench-plan.ts";
import type { Contender } from "./contender.ts";

/** What the statement set is run with. */
export interface StatementContenderOptions {
  readonly stack: RunningStack;
  readonly admin: KafkaAdmin;
  readonly registry: RegistryClient;
  readonly plan: Plan;
  /** Session properties beyond the plan's, for trials. */
  readonly properties: Readonly<Record<string, string>>;
  /** Whether the TaskManager is started anew before the run, as the other contender's process is. */
  readonly freshTaskManager: boolean;
}

const pollMs = 50;
const submitTimeoutMs = 60_000;

/** The domain's whole statement set, as `npm start` runs it. */
export class StatementContender implements Contender {
  readonly name = "Flink SQL, whole statement set";
  readonly failure: Promise<never>;
  readonly #options: StatementContenderOptions;
  readonly #gateway: SqlGateway;
  readonly #jobManager: JobManager;
  #jobId: string | undefined;

  constructor(options: StatementContenderOptions) {
    this.#options = options;
    const { stack } = options;
    this.#gateway = new SqlGateway({ url: `http://${stack.address("flink-jobmanager", "gateway")}` });
    this.#jobManager = new JobManager({ url: `http://${stack.address("flink-jobmanager", "rest")}` });
    this.failure = new Promise(() => undefined);
  }

  get results() {
    const { plan } = this.#options;
    return [tableOf(plan, pageViewTables.provisional), tableOf(plan, pageViewTables.final)];
  }

  get otherTopics() {
    return [tableOf(this.#options.plan, pageViewTables.late).topic];
  }

  pids(): readonly number[] {
    const engines = ["flink-jobmanager", "flink-taskmanager"];
    return engines.flatMap((engine) => this.#options.stack.pid(engine) ?? []);
  }

  async prepare(): Promise<void> {
    await applyPlan(this.#options);
    if (this.#options.freshTaskManager) await this.#renewTaskManager();
  }

  async start(): Promise<void> {
    const { plan, stack, properties } = this.#options;
    const statement = plan.statements[0] as StatementPlan;
    const own = `${plan.stage}-${statement.name}`;
    const bindings = {
      ...localBindings((engine, port) => (engine in stack.ports ? stack.address(engine, port) : "absent:0")),
      "statement.transactional_id_prefix": own,
      "statement.group_id": own,
    };
    await using session = await this.#gateway.openSession({
      properties: { ...emitFlinkSettings(statement, { target: "local" }), ...properties },
    });
    for (const name of statement.tables)
      for (const ddl of emitFlinkDdl(tableOf(plan, name), { target: "local" }))
        await session.configure(bindPlaceholders(ddl, bindings));
    const { jobId } = await session.execute(bindPlaceholders(emitStatementSet(statement), bindings));
    this.#jobId = jobId;
  }

  async running(): Promise<void> {
    const isRunning = ({ vertices }: JobDetail) => vertices.every(({ state }) => state === "RUNNING");
    const id = this.#jobId as string;
    await this.#jobManager.waitForState(id, "RUNNING", { timeoutMs: submitTimeoutMs });
    while (!isRunning(await this.#jobManager.job(id))) await delay(pollMs);
  }

  async stop(): Promise<void> {
    const id = this.#jobId;
    if (id !== undefined) {
      await this.#jobManager.cancel(id);
      await this.#jobManager.waitForState(id, ["CANCELED", "FAILED", "FINISHED"], {
        timeoutMs: submitTimeoutMs,
      });
    }
  }

  async #renewTaskManager(): Promise<void> {
    const { stack } = this.#options;
    const before = stack.pid("flink-taskmanager");
    if (before === undefined) throw new Error("there is no TaskManager to be started anew");
    process.kill(before, "SIGTERM");
    while ((await this.#jobManager.overview()).taskManagers > 0) await delay(pollMs);
    await this.#jobManager.ready({ slots: 1, timeoutMs: submitTimeoutMs });
    while ((stack.pid("flink-taskmanager") ?? before) === before) await delay(pollMs);
  }
}
