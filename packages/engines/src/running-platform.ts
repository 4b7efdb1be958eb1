import type { Plan, StatementPlan } from "@millrace/domain";
import type { JobManager, SqlGateway } from "@millrace/flink";
import { KafkaAdmin, RegistryClient } from "@millrace/kafka";
import { type ApplyLock, awaitApply } from "./apply/apply-lock.ts";
import { applyBuckets } from "./apply/buckets.ts";
import { BoundConnectors } from "./apply/bound-connectors.ts";
import type { Change } from "./apply/change.ts";
import { applyClickHouseTables } from "./apply/clickhouse-tables.ts";
import type { ConnectorSecrets } from "./apply/connector-secrets.ts";
import { applyConnectors, removeConnectors } from "./apply/connectors.ts";
import type { LeftOut } from "./apply/left-out.ts";
import { type PlatformTarget, platformTarget } from "./apply/platform-target.ts";
import { applyPostgresTables } from "./apply/postgres-tables.ts";
import { applySchemas } from "./apply/schemas.ts";
import {
  prepareStatement,
  resumeStatement,
  resumeStatements,
  retireStatement,
  stopStatements,
} from "./apply/statements.ts";
import { applyTopics } from "./apply/topics.ts";
import { ConnectClient } from "./connect/connect-client.ts";
import type { InstanceLayout } from "./instance.ts";
import type { ApplyStep, PlatformEvent } from "./platform.ts";
import type { RunningStack } from "./running-stack.ts";
import type { StackEvent } from "./stack.ts";

/** An apply that was begun before this process came is over by then, or waits for engines that it ended. */
const lockTimeoutMs = 60_000;
const readyTimeoutMs = 60_000;
/** A stop waits so long for an apply that is under way; without it statements go on from their checkpoints. */
const stopLockTimeoutMs = 20_000;

interface RunningPlatformOptions {
  readonly stack: RunningStack;
  readonly plan: Plan;
  readonly leftOut: LeftOut;
  /** Statements that are started before the others. */
  readonly firstStatements: readonly string[];
  readonly secrets: ConnectorSecrets;
  readonly layout: InstanceLayout;
  readonly onEvent: (event: PlatformEvent) => void;
}

/** Engines that are being started or run, with a plan that is being applied or has been. */
export class RunningPlatform implements AsyncDisposable {
  readonly stack: RunningStack;
  readonly plan: Plan;
  readonly #leftOut: LeftOut;
  readonly #firstStatements: readonly string[];
  readonly #firstRun: Promise<void>;
  #tellFirstRun: () => void = () => undefined;
  readonly #secrets: ConnectorSecrets;
  readonly #onEvent: (event: PlatformEvent) => void;
  readonly #target: PlatformTarget;
  readonly #lock: Promise<ApplyLock>;
  readonly #steps: Readonly<Record<ApplyStep, Promise<readonly Change[]>>>;
  #isApplying = true;
  #stopped: Promise<void> | undefined;

  constructor({ stack, plan, leftOut, firstStatements, secrets, layout, onEvent }: RunningPlatformOptions) {
    this.stack = stack;
    this.plan = plan;
    this.#leftOut = leftOut;
    this.#firstStatements = firstStatements;
    this.#firstRun = new Promise((resolve) => {
      this.#tellFirstRun = resolve;
    });
    this.#secrets = secrets;
    this.#onEvent = onEvent;
    this.#target = platformTarget((engine, port) => stack.address(engine, port), layout);
    this.#lock = awaitApply(this.#target.runDir, { timeoutMs: lockTimeoutMs });
    this.#steps = this.#applyAll();
    // A failed part is reported to whoever waits for the platform; without a waiter it must not end this process.
    const ends = Object.values(this.#steps).map((step) => step.catch(() => undefined));
    void Promise.all(ends).then(() => this.#unlock());
  }

  /** What the local target knows and a plan does not: the value of every placeholder. */
  get bindings(): Readonly<Record<string, string>> {
    return this.#target.bindings;
  }

  get gateway(): SqlGateway {
    return this.#target.statements.gateway;
  }

  get jobManager(): JobManager {
    return this.#target.statements.jobManager;
  }

  /** The local database as a connection string. */
  get postgresUrl(): string {
    return this.#target.postgresUrl;
  }

  /**
   * Resolves with what was changed when every engine is ready and every part of the plan is applied.
   * @throws EngineStartError, or the error of the part that could not be applied
   */
  async ready(): Promise<readonly Change[]> {
    const [, ...changes] = await Promise.all([this.stack.allReady(), ...Object.values(this.#steps)]);
    return changes.flat();
  }

  /** Resolves when one part of the plan is applied. */
  step(name: ApplyStep): Promise<readonly Change[]> {
    return this.#steps[name];
  }

  /** Resolves when the statements run that are started before the others. */
  async firstStatementsRun(): Promise<void> {
    await Promise.race([this.#firstRun, this.#steps.statements]);
  }

  /** Stops the statements with savepoints, then the engines. A second call waits for the first. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /**
   * A JobManager that was started again knows no jobs: they go on from their newest checkpoints, as the record says, which
   * another process may have written since this one began.
   */
  notice(event: StackEvent): void {
    if (event.type !== "engine-restarted" || event.engine !== "flink-jobmanager") return;
    this.#resume().then(
      (changes) => this.#onEvent({ type: "statement-resumed", changes }),
      (error: unknown) => {
        if (this.#stopped === undefined) this.#onEvent({ type: "statement-lost", reason: messageOf(error) });
      },
    );
  }

  async #resume(): Promise<readonly Change[]> {
    using _lock = await awaitApply(this.#target.runDir, { timeoutMs: lockTimeoutMs });
    // Its gateway answers before its own interface does, and its TaskManagers have to find it first.
    await this.jobManager.ready({ timeoutMs: readyTimeoutMs });
    return await resumeStatements(this.#target.statements);
  }

  /** Its own start, which a stop interrupts, is not waited for. */
  async #lockToStop(): Promise<ApplyLock | undefined> {
    if (this.#isApplying) return undefined;
    return await awaitApply(this.#target.runDir, { timeoutMs: stopLockTimeoutMs }).catch(() => undefined);
  }

  async #unlock(): Promise<void> {
    const lock = await this.#lock.catch(() => undefined);
    lock?.release();
    this.#isApplying = false;
  }

  #applyAll(): Record<ApplyStep, Promise<readonly Change[]>> {
    const { plan, stack } = this;
    const topics = this.#run("topics", ["kafka"], () => this.#applyTopics());
    const schemas = this.#run("schemas", ["registry"], () => {
      const registry = new RegistryClient({ url: this.#target.registryUrl });
      return applySchemas(registry, plan.schemas);
    });
    const buckets = this.#run("buckets", ["s3"], () => applyBuckets(this.#target.s3Url, plan.buckets));
    const tables = this.#run("tables", ["postgres"], () =>
      Promise.all([
        applyPostgresTables(this.postgresUrl, plan.postgresTables),
        applyClickHouseTables(plan, this.#bound()),
      ]).then((changes) => changes.flat()),
    );
    const statements = this.#run("statements", ["flink-jobmanager"], () =>
      this.#startStatements([stack.ready("flink-taskmanager"), topics, schemas]),
    );
    const connectors = this.#run("connectors", ["connect"], async () => {
      await Promise.all([topics, schemas, buckets, tables]);
      return this.#applyConnectors();
    });
    return { topics, schemas, buckets, tables, statements, connectors };
  }

  async #run(
    step: ApplyStep,
    engines: readonly string[],
    apply: () => Promise<readonly Change[]>,
  ): Promise<readonly Change[]> {
    await Promise.all([this.#lock, ...engines.map((engine) => this.stack.ready(engine))]);
    this.#onEvent({ type: "step-started", step });
    const begin = performance.now();
    const changes = await apply();
    this.#onEvent({ type: "step-done", step, changes, afterMs: performance.now() - begin });
    return changes;
  }

  async #applyTopics(): Promise<readonly Change[]> {
    await using admin = new KafkaAdmin({ bootstrapServers: [this.#target.bootstrapServers] });
    await admin.waitUntilReady();
    return await applyTopics(admin, this.plan.topics);
  }

  async #applyConnectors(): Promise<readonly Change[]> {
    await using admin = new KafkaAdmin({ bootstrapServers: [this.#target.bootstrapServers] });
    const { connectUrl, postgresUrl } = this.#target;
    const target = { url: connectUrl, postgresUrl, offsets: admin };
    const changes = await applyConnectors(target, this.#bound());
    // A worker that has just started names no connectors until it has read which it has.
    const running = await new ConnectClient({ url: connectUrl }).connectorNames();
    const leftOut = this.#leftOut.connectors.filter((name) => running.includes(name));
    return [...changes, ...(await removeConnectors(this.#target, leftOut))];
  }

  #bound(): BoundConnectors {
    const { bindings, secretFolder } = this.#target;
    return new BoundConnectors(this.plan.connectors, { bindings, secrets: this.#secrets, secretFolder });
  }

  /** @param conditions what must be there before a job can run; the statements are planned while it is awaited */
  async #startStatements(conditions: readonly Promise<unknown>[]): Promise<readonly Change[]> {
    const changes: Change[] = [];
    const isFirst = ({ name }: StatementPlan) => this.#firstStatements.includes(name);
    const { statements } = this.plan;
    for (const statement of statements.filter(isFirst))
      changes.push(await this.#startStatement(statement, conditions));
    this.#tellFirstRun();
    for (const statement of statements.filter((each) => !isFirst(each)))
      changes.push(await this.#startStatement(statement, conditions));
    await Promise.all(conditions);
    const planned = new Set(this.plan.statements.map(({ name }) => name));
    for (const [name, { isRetired }] of Object.entries(this.#target.statements.record.all())) {
      if (planned.has(name) || isRetired) continue;
      if (this.#leftOut.domains.includes(name)) {
        changes.push(await retireStatement(this.#target.statements, name));
        continue;
      }
      changes.push(await resumeStatement(this.#target.statements, name));
      this.#onEvent({ type: "statement-left", statement: name });
    }
    return changes;
  }

  /** An edit that would lose state is not applied: whoever made it has to say so. */
  async #startStatement(statement: StatementPlan, conditions: readonly Promise<unknown>[]): Promise<Change> {
    await using prepared = await prepareStatement(this.#target.statements, this.plan, statement);
    await Promise.all(conditions);
    const change = await prepared.start("keep");
    if (change.action === "kept")
      this.#onEvent({ type: "statement-kept", statement: statement.name, state: change.state ?? [] });
    return change;
  }

  async #stop(): Promise<void> {
    const lock = await this.#lockToStop();
    if (this.stack.pid("flink-jobmanager") !== undefined) {
      // Without a savepoint the next start goes on from the newest checkpoint: nothing is lost, a little is done twice.
      await stopStatements(this.#target.statements).catch((error: unknown) =>
        this.#onEvent({ type: "statement-lost", reason: messageOf(error) }),
      );
    }
    await this.stack.stop();
    lock?.release();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
