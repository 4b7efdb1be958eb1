import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "@millrace/domain";
import {
  applyPlan,
  type Change,
  ConnectClient,
  type Difference,
  planChanges,
  type PlatformTarget,
  postgresAccess,
} from "@millrace/engines";
import { KafkaAdmin, KafkajsProducer, readTopic } from "@millrace/kafka";
import { SecretStore } from "@millrace/settings";
import pg from "pg";
import { onTestFinished } from "vitest";
import type { StackAddresses } from "./millrace.ts";
import { StatementStage } from "./statement-stage.ts";
import { cloneHome } from "./workbench-home.ts";

type ConnectorConfig = Readonly<Record<string, string>>;

/** A connector that writes to Postgres as a role of its own, whose password is a secret. */
export class SecretSink {
  readonly name = `secret-sink-${randomUUID().slice(0, 8)}`;
  /** What `${secret:…}` gives; a test changes it. */
  readonly secrets = new Map<string, string>();
  readonly connect: ConnectClient;
  readonly #stack: StackAddresses;
  readonly #stage: StatementStage;
  readonly #database: pg.Client;
  readonly #id = this.name.replaceAll("-", "_");

  private constructor(stack: StackAddresses) {
    this.#stack = stack;
    this.#stage = new StatementStage(stack);
    this.connect = new ConnectClient({ url: stack.connectUrl });
    this.#database = new pg.Client({ connectionString: this.#stage.platform.postgresUrl });
  }

  /** Makes the topic, the role and its table; the connector runs after {@link apply}. */
  static async prepare(stack: StackAddresses, password: string): Promise<SecretSink> {
    const sink = new SecretSink(stack);
    await sink.#database.connect();
    onTestFinished(() => sink.#cleanUp());
    await sink.#database.query(`CREATE ROLE ${sink.#id} LOGIN`);
    await sink.#database.query(`CREATE TABLE ${sink.#id} (id bigint)`);
    await sink.#database.query(`GRANT ALL ON ${sink.#id} TO ${sink.#id}`);
    await sink.setPassword(password);
    await using admin = new KafkaAdmin({ bootstrapServers: [stack.bootstrapServers] });
    await admin.ensureTopics([{ name: sink.topic, partitions: 1 }]);
    return sink;
  }

  get topic(): string {
    return `${this.#stage.stage}.streaming.${this.name}`;
  }

  /** Changes the role's password in the database, and ends what is logged in with the old one. */
  async setPassword(password: string): Promise<void> {
    await this.#database.query(`ALTER ROLE ${this.#id} PASSWORD '${password}'`);
    await this.#database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1", [
      this.#id,
    ]);
  }

  async apply(changes: ConnectorConfig = {}): Promise<readonly Change[]> {
    return await applyPlan(this.#target, this.#plan([this.#config(changes)]));
  }

  async plan(changes: ConnectorConfig = {}): Promise<readonly Difference[]> {
    return await planChanges(this.#target, this.#plan([this.#config(changes)]));
  }

  /** Applies a plan that does not have the connector. */
  async remove(): Promise<void> {
    await applyPlan(this.#target, this.#plan([]));
  }

  /** Writes a row's record to the topic. */
  async publish(id: number): Promise<void> {
    const schema = { type: "struct", fields: [{ field: "id", type: "int64" }] };
    const value = Buffer.from(JSON.stringify({ schema, payload: { id } }));
    const producer = new KafkajsProducer({ bootstrapServers: [this.#stack.bootstrapServers] });
    await producer.send([{ topic: this.topic, key: null, value, timestampMs: Date.now() }]);
    await producer.close();
  }

  /** What the connector has written, sorted. */
  async rows(): Promise<readonly number[]> {
    const { rows } = await this.#database.query<{ id: string }>(`SELECT id FROM ${this.#id} ORDER BY id`);
    return rows.map(({ id }) => Number(id));
  }

  /** The names of the connector's files beside the worker. */
  files(): readonly string[] {
    return readdirSync(this.#secretFolder).filter((name) => name.includes(this.name));
  }

  /** Everything that Connect keeps about connectors in Kafka, and everything that the stack has logged, as texts. */
  async traces(): Promise<readonly string[]> {
    const connection = { bootstrapServers: [this.#stack.bootstrapServers] };
    const records: string[] = [];
    for await (const { value } of readTopic(connection, "millrace-connect-configs"))
      records.push(value?.toString("utf8") ?? "");
    const logs = join(this.#instance, "logs");
    const texts = readdirSync(logs).map((name) => readFileSync(join(logs, name), "utf8"));
    const run = join(this.#instance, "run");
    const runs = readdirSync(run).map((name) => readFileSync(join(run, name), "utf8"));
    return [...records, ...texts, ...runs, JSON.stringify(await this.connect.connectorConfig(this.name))];
  }

  get #instance(): string {
    return join(cloneHome, this.#stack.env.MILLRACE_INSTANCE ?? "");
  }

  get #secretFolder(): string {
    return join(this.#instance, "data", "connect-secrets");
  }

  get #target(): PlatformTarget {
    const backend = {
      name: "memory",
      placeOf: (name: string) => `the test's ${name}`,
      read: async (name: string) => this.secrets.get(name),
    };
    const secrets = new SecretStore({
      backends: new Map([["memory", () => backend]]),
      order: ["memory"],
    });
    return { ...this.#stage.platform, secretFolder: this.#secretFolder, secrets };
  }

  #plan(configs: readonly ConnectorConfig[]): Plan {
    const { name } = this;
    const connectors = configs.map((config) => ({
      name,
      domain: "page-views",
      file: `connectors/${name}.json`,
      config,
    }));
    const none = {
      topics: [],
      schemas: [],
      tables: [],
      statements: [],
      postgresTables: [],
      clickhouseTables: [],
      buckets: [],
    };
    return { ...this.#stage.plan, ...none, connectors };
  }

  #config(changes: ConnectorConfig): ConnectorConfig {
    return {
      "connector.class": "io.debezium.connector.jdbc.JdbcSinkConnector",
      "tasks.max": "1",
      topics: this.topic,
      "collection.name.format": this.#id,
      "insert.mode": "insert",
      "primary.key.mode": "none",
      "schema.evolution": "none",
      "key.converter": "org.apache.kafka.connect.storage.StringConverter",
      "value.converter": "org.apache.kafka.connect.json.JsonConverter",
      "connection.url": `jdbc:postgresql://${this.#stack.postgresAddress}/${postgresAccess.database}`,
      "connection.username": this.#id,
      "connection.password": "${secret:password}",
      "connection.pool.min_size": "1",
      "connection.pool.max_size": "1",
      "connection.pool.acquire_increment": "1",
      "consumer.override.auto.offset.reset": "earliest",
      ...changes,
    };
  }

  async #cleanUp(): Promise<void> {
    await this.remove();
    await this.setPassword("none");
    await this.#database.query(`DROP TABLE ${this.#id}`);
    await this.#database.query(`DROP ROLE ${this.#id}`);
    await this.#database.end();
  }
}
