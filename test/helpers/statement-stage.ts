import { randomUUID } from "node:crypto";
import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileDomain, loadDomainFolder, type Plan, type StatementPlan } from "@millrace/domain";
import {
  applySchemas,
  applyTopics,
  type Change,
  localBindings,
  type PlatformTarget,
  postgresUrl,
  prepareStatement,
  type StateChoice,
  StatementRecord,
  type StatementTarget,
  stopStatements,
} from "@millrace/engines";
import { JobManager, SqlGateway } from "@millrace/flink";
import {
  AvroDecoder,
  encodeFramed,
  KafkaAdmin,
  KafkajsProducer,
  parseAvroSchema,
  type ProducerRecord,
  readTopic,
  RegistryClient,
  type TopicRecord,
} from "@millrace/kafka";
import { expect, onTestFinished } from "vitest";
import { addressIn, type StackAddresses } from "./millrace.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const root = join(import.meta.dirname, "..", "..");
const domain = "page-views";
const patience = { timeout: 60_000, interval: 250 };

/** A clone of the page view domain under a stage of its own, whose files a test edits and applies. */
export class StatementStage {
  readonly stage: string;
  readonly target: StatementTarget;
  /** A full ten minutes of event time, in milliseconds: a longer window begins there too, so its row has the same key. */
  readonly windowStart = Math.floor(Date.now() / 600_000 - 6) * 600_000;
  readonly #stack: StackAddresses;
  readonly #clone = temporaryFolder();
  readonly #runDir = temporaryFolder();

  /** @param stage default: one of its own, without the connectors, whose names have no stage in them */
  constructor(stack: StackAddresses, stage?: string) {
    this.#stack = stack;
    this.stage = stage ?? `s${randomUUID().slice(0, 8)}`;
    for (const folder of [join("sql", domain), ...(stage === undefined ? [] : ["connectors"])])
      cpSync(join(root, folder), join(this.#clone, folder), { recursive: true });
    const jobManager = new JobManager({ url: stack.jobManagerUrl });
    this.target = {
      gateway: new SqlGateway({ url: stack.gatewayUrl, jobManager }),
      jobManager,
      record: new StatementRecord(stateDir(stack), temporaryFolder()),
      bindings: localBindings(addressIn(stack)),
    };
    onTestFinished(async () => {
      await stopStatements(this.target);
    });
  }

  /** The clone's root. */
  get root(): string {
    return this.#clone;
  }

  get plan(): Plan {
    return compileDomain(loadDomainFolder(this.#clone, domain), { stage: this.stage });
  }

  get statement(): StatementPlan {
    return this.plan.statements[0] as StatementPlan;
  }

  /** The stack as a whole plan is applied to it, with a lock of the stage's own. */
  get platform(): PlatformTarget {
    const { bootstrapServers, registryUrl, s3Url, connectUrl } = this.#stack;
    const address = addressIn(this.#stack);
    return {
      address,
      bindings: this.target.bindings,
      statements: this.target,
      bootstrapServers,
      registryUrl,
      s3Url,
      connectUrl,
      postgresUrl: postgresUrl(address),
      runDir: this.#runDir,
    };
  }

  get jobId(): string {
    return this.target.record.find(domain)?.jobId ?? "";
  }

  /** Replaces a text in one of the domain's files, everywhere in it. @throws when it does not stand there */
  edit(file: string, from: string, to: string): void {
    const path = this.#path(file);
    const text = readFileSync(path, "utf8");
    if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
    writeFileSync(path, text.replaceAll(from, to));
  }

  rename(file: string, to: string): void {
    renameSync(this.#path(file), this.#path(to));
  }

  remove(file: string): void {
    rmSync(this.#path(file));
  }

  add(file: string, text: string): void {
    if (existsSync(this.#path(file))) throw new Error(`${file} is there already`);
    writeFileSync(this.#path(file), text);
  }

  /** Makes topics and schemas and brings the statement to run, as its files are now. */
  async apply(choice?: StateChoice): Promise<Change> {
    const { plan } = this;
    await using admin = new KafkaAdmin({ bootstrapServers: [this.#stack.bootstrapServers] });
    await applyTopics(admin, plan.topics);
    await applySchemas(new RegistryClient({ url: this.#stack.registryUrl }), plan.schemas);
    await using prepared = await prepareStatement(this.target, plan, this.statement);
    return await prepared.start(choice);
  }

  /** Publishes page views, `seconds` after the window's start. */
  async publish(
    count: number,
    { seconds = 1, postcode = "SW19", topic = "page-view", webpage = "a" } = {},
  ): Promise<void> {
    const { value } = this.#table("page_views");
    const registry = new RegistryClient({ url: this.#stack.registryUrl });
    const schemaId = await registry.register(`${this.stage}.streaming.${topic}-value`, value.schema);
    const type = parseAvroSchema(value.schema);
    const timestampMs = this.windowStart + seconds * 1000;
    const records = Array.from({ length: count }, () => ({
      topic: `${this.stage}.streaming.${topic}`,
      key: Buffer.from(postcode),
      timestampMs,
      value: encodeFramed(schemaId, type, {
        event_id: randomUUID(),
        user_id: 1,
        postcode,
        webpage,
        viewed_at: timestampMs,
      }),
    }));
    await this.#send(records);
  }

  /** Writes bytes as they are among the page views of a postcode. */
  async publishBytes(values: readonly (Buffer | null)[], postcode = "SW19"): Promise<void> {
    const [topic, timestampMs] = [`${this.stage}.streaming.page-view`, this.windowStart];
    await this.#send(values.map((value) => ({ topic, key: Buffer.from(postcode), timestampMs, value })));
  }

  /** The bytes of the first page view. */
  async publishedValue(): Promise<Buffer> {
    for await (const { value } of readTopic(this.#kafka, `${this.stage}.streaming.page-view`))
      if (value !== null) return value;
    throw new Error("no page view was published");
  }

  get deadLetterTopic(): string {
    return `${this.stage}.dead-letter.${domain}`;
  }

  async deadLetters(): Promise<readonly TopicRecord[]> {
    const letters: TopicRecord[] = [];
    for await (const letter of readTopic(this.#kafka, this.deadLetterTopic)) letters.push(letter);
    return letters;
  }

  /** A counter of the job's sources, over all their tasks, by the last part of its name. */
  async counted(name: string): Promise<number> {
    const { jobManager } = this.target;
    const { vertices } = await jobManager.job(this.jobId);
    const counts = vertices.map(async ({ id: vertexId }) => {
      const names = await jobManager.metricNames(this.jobId, { vertexId });
      const wanted = names.filter((each) => each.endsWith(`.${name}`));
      return [...(await jobManager.metrics(this.jobId, wanted, { vertexId })).values()].map(Number);
    });
    return (await Promise.all(counts)).flat().reduce((sum, count) => sum + count, 0);
  }

  /** Waits until the newest committed row of a result has this for the postcode. */
  async expectResult(
    row: Readonly<Record<string, unknown>>,
    topic = "page-view.output.provisional",
  ): Promise<void> {
    await expect
      .poll(() => this.#newestRow(topic, String(row.postcode ?? "SW19")), patience)
      .toMatchObject(row);
  }

  /** Every committed row of a result topic. */
  async rows(topic: string): Promise<readonly Record<string, unknown>[]> {
    const decoder = new AvroDecoder(new RegistryClient({ url: this.#stack.registryUrl }));
    const rows: Record<string, unknown>[] = [];
    for await (const { value } of readTopic(this.#kafka, `${this.stage}.streaming.${topic}`))
      if (value !== null) rows.push((await decoder.decode(value)) as Record<string, unknown>);
    return rows;
  }

  /** How many versions the schema of a topic's values has had. */
  async valueVersions(topic: string): Promise<number> {
    const registry = new RegistryClient({ url: this.#stack.registryUrl });
    return (await registry.versions(`${this.stage}.streaming.${topic}-value`)).length;
  }

  get #kafka() {
    return { bootstrapServers: [this.#stack.bootstrapServers] };
  }

  async #send(records: readonly ProducerRecord[]): Promise<void> {
    const producer = new KafkajsProducer(this.#kafka);
    const deliveries = await producer.send(records);
    await producer.close();
    expect(deliveries.filter(({ status }) => status === "failed")).toEqual([]);
  }

  async #newestRow(topic: string, postcode: string): Promise<Record<string, unknown> | undefined> {
    return (await this.rows(topic)).findLast((row) => row["postcode"] === postcode);
  }

  #table(name: string) {
    const table = this.plan.tables.find((each) => each.name === name);
    if (table === undefined) throw new Error(`no table ${name}`);
    return table;
  }

  #path(file: string): string {
    return join(this.#clone, "sql", domain, file);
  }
}

/** Where the stack's Flink keeps checkpoints and savepoints. */
function stateDir({ env }: StackAddresses): string {
  const home = process.env.MILLRACE_HOME ?? join(root, ".millrace");
  return join(home, env.MILLRACE_INSTANCE ?? "", "data", "flink-state");
}
