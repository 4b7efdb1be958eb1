import { randomUUID } from "node:crypto";
import { join } from "node:path";
import {
  bindPlaceholders,
  compileDomain,
  emitFlinkDdl,
  emitFlinkSettings,
  emitStatementSet,
  loadDomainFolder,
  type StatementPlan,
  type TablePlan,
} from "@millrace/domain";
import { applySchemas, applyTopics, localBindings } from "@millrace/engines";
import { JobManager, SqlGateway } from "@millrace/flink";
import {
  encodeFramed,
  KafkaAdmin,
  KafkajsProducer,
  parseAvroSchema,
  partitionOf,
  readTopic,
  RegistryClient,
  type TopicRecord,
} from "@millrace/kafka";
import {
  type DoctorFinding,
  type DoctorTarget,
  doctorWindows,
  type StatementDiagnosis,
} from "@millrace/workbench";
import { onTestFinished } from "vitest";
import { addressIn, type StackAddresses } from "./millrace.ts";

const root = join(import.meta.dirname, "..", "..");

/** The result that is computed. */
export const resultTable = "page_view_counts_final";

/** What differs from the domain as it is. */
export interface OwnStatementOptions {
  /** Zero: none. Default 500. */
  readonly idleTimeoutMs?: number;
  /** Replaces the watermark's delay. Default 0. */
  readonly delayMs?: number;
  /** Where Flink asks for schemas; default: where they are. */
  readonly registryUrl?: string;
}

/** The final counts of the page-view domain under a stage of its own: its topics, its schemas, its job. */
export class OwnStatement {
  readonly topic: string;
  readonly resultTopic: string;
  readonly target: DoctorTarget;
  readonly #stack: StackAddresses;
  readonly #deadLetterTopic: string;
  readonly #schemaId: number;
  readonly #schema: unknown;

  private constructor(
    stack: StackAddresses,
    facts: {
      readonly topic: string;
      readonly resultTopic: string;
      readonly target: DoctorTarget;
      readonly deadLetterTopic: string;
      readonly schemaId: number;
      readonly schema: unknown;
    },
  ) {
    this.#stack = stack;
    this.topic = facts.topic;
    this.resultTopic = facts.resultTopic;
    this.target = facts.target;
    this.#deadLetterTopic = facts.deadLetterTopic;
    this.#schemaId = facts.schemaId;
    this.#schema = facts.schema;
  }

  /** Starts it and waits until it runs. Its job ends with the test. */
  static async start(stack: StackAddresses, options: OwnStatementOptions = {}): Promise<OwnStatement> {
    const stage = `d${randomUUID().slice(0, 8)}`;
    const plan = compileDomain(loadDomainFolder(root, "page-views"), { stage });
    await using admin = new KafkaAdmin({ bootstrapServers: [stack.bootstrapServers] });
    await applyTopics(admin, plan.topics);
    const registry = new RegistryClient({ url: stack.registryUrl });
    await applySchemas(registry, plan.schemas);
    const [whole] = plan.statements as [StatementPlan];
    const inserts = whole.inserts.filter(({ table }) => table === resultTable);
    const statement = { ...whole, inserts, tables: ["page_views", resultTable] };
    const tables = statement.tables.map(
      (name) => plan.tables.find((table) => table.name === name) as TablePlan,
    );
    const [source, result] = tables.map((table) => withWatermark(table, options)) as [TablePlan, TablePlan];
    const own = {
      ...localBindings(addressIn(stack)),
      ...(options.registryUrl === undefined ? {} : { "registry.ccompat_url": options.registryUrl }),
      "statement.group_id": stage,
      "statement.transactional_id_prefix": stage,
    };
    const script = {
      properties: emitFlinkSettings(statement, { target: "local" }),
      ddl: [source, result]
        .flatMap((table) => emitFlinkDdl(table, { target: "local" }))
        .map((ddl) => bindPlaceholders(ddl, own)),
      statementSet: bindPlaceholders(emitStatementSet(statement), own),
    };
    const jobManager = new JobManager({ url: stack.jobManagerUrl });
    const gateway = new SqlGateway({ url: stack.gatewayUrl, jobManager });
    await using session = await gateway.openSession({ properties: script.properties });
    for (const ddl of script.ddl) await session.configure(ddl);
    const jobId = (await session.execute(script.statementSet)).jobId as string;
    onTestFinished(() => jobManager.cancel(jobId));
    await jobManager.waitUntilRunning(jobId);
    return new OwnStatement(stack, {
      topic: source.topic,
      resultTopic: result.topic,
      target: {
        gateway,
        jobManager,
        bindings: own,
        record: { all: () => ({ [statement.name]: { jobId, script } }) },
      },
      deadLetterTopic: source.deadLetterTopic ?? "",
      schemaId: (await registry.latest(source.value.subject)).id,
      schema: source.value.schema,
    });
  }

  get jobId(): string {
    return Object.values(this.target.record.all())[0]?.jobId ?? "";
  }

  /** Writes one event into a partition; times are milliseconds since the epoch. */
  async publish(partition: 0 | 1, viewedAtMs: number): Promise<void> {
    const value = encodeFramed(this.#schemaId, parseAvroSchema(this.#schema), {
      event_id: randomUUID(),
      user_id: 1234,
      postcode: `SW${partition}`,
      webpage: "www.website.com/index.html",
      viewed_at: viewedAtMs,
    });
    await this.publishBytes(partition, value);
  }

  /** Writes bytes into a partition as they are. */
  async publishBytes(partition: 0 | 1, value: Buffer): Promise<void> {
    const producer = new KafkajsProducer({ bootstrapServers: [this.#stack.bootstrapServers] });
    const [delivery] = await producer.send([
      { topic: this.topic, key: keyIn(partition), value, timestampMs: Date.now() },
    ]);
    await producer.close();
    if (delivery?.status !== "delivered")
      throw new Error("the event was not delivered", { cause: delivery?.error });
  }

  /** What could not be read of its events. */
  async deadLetters(): Promise<readonly TopicRecord[]> {
    const letters: TopicRecord[] = [];
    const connection = { bootstrapServers: [this.#stack.bootstrapServers] };
    for await (const letter of readTopic(connection, this.#deadLetterTopic)) letters.push(letter);
    return letters;
  }

  /** How many committed rows the result has. */
  async rows(): Promise<number> {
    let rows = 0;
    for await (const _ of readTopic({ bootstrapServers: [this.#stack.bootstrapServers] }, this.resultTopic))
      rows += 1;
    return rows;
  }

  async diagnose(): Promise<StatementDiagnosis> {
    const [diagnosis] = await doctorWindows(this.target);
    return diagnosis as StatementDiagnosis;
  }

  /** The finding of that code, as soon as the doctor makes one. */
  async find(code: DoctorFinding["code"]): Promise<DoctorFinding | undefined> {
    return (await this.diagnose()).findings.find((finding) => finding.code === code);
  }
}

function withWatermark(
  table: TablePlan,
  { idleTimeoutMs = 500, delayMs = 0 }: OwnStatementOptions,
): TablePlan {
  const { watermark } = table;
  return watermark === undefined ? table : { ...table, watermark: { ...watermark, delayMs, idleTimeoutMs } };
}

function keyIn(partition: 0 | 1): Buffer {
  for (let number = 0; ; number += 1) {
    const key = Buffer.from(`key ${number}`);
    if (partitionOf(key, 2) === partition) return key;
  }
}
