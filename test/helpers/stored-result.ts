import { randomUUID } from "node:crypto";
import { compileDomain, type Plan, type TablePlan } from "@millrace/domain";
import { applyPlan } from "@millrace/engines";
import { encodeFramed, KafkaAdmin, KafkajsProducer, parseAvroSchema, RegistryClient } from "@millrace/kafka";
import pg from "pg";
import { expect, onTestFinished } from "vitest";
import type { StackAddresses } from "./millrace.ts";
import { StatementStage } from "./statement-stage.ts";

const patience = { timeout: 90_000, interval: 250 };

/** A row of {@link StoredResult}: what is counted in a minute at a place. */
export interface PlaceCount {
  readonly place: string;
  readonly visits: number;
}

/** An upsert result that the test fills instead of a statement, kept in Postgres by a connector, under a name of its own. */
export class StoredResult {
  readonly plan: Plan;
  /** The present minute, so that its row has a partition. */
  readonly windowStart = Math.floor(Date.now() / 60_000) * 60_000;
  readonly #stack: StackAddresses;
  readonly #stage: StatementStage;
  readonly #id = randomUUID().slice(0, 8);

  private constructor(stack: StackAddresses) {
    this.#stack = stack;
    this.#stage = new StatementStage(stack);
    const domain = { path: `sql/visits-${this.#id}/domain.yaml`, text: yaml(this.#id) };
    this.plan = compileDomain({ domain, statements: [], connectors: [] }, { stage: this.#stage.stage });
    onTestFinished(() => this.#remove());
  }

  /** Makes everything but the domain's statement. */
  static async apply(stack: StackAddresses): Promise<StoredResult> {
    const result = new StoredResult(stack);
    await applyPlan(result.#stage.platform, { ...result.plan, statements: [] });
    return result;
  }

  /** Writes rows to the result's topic; of a place alone, its delete. */
  async write(rows: readonly (PlaceCount | { readonly place: string })[]): Promise<void> {
    const { topic, key, value } = this.#table;
    if (key.format !== "avro") throw new Error(`the key is ${key.format}`);
    const registry = new RegistryClient({ url: this.#stack.registryUrl });
    const keyId = await registry.register(key.subject, key.schema);
    const valueId = await registry.register(value.subject, value.schema);
    const [keyType, valueType] = [parseAvroSchema(key.schema), parseAvroSchema(value.schema)];
    const times = { window_start: this.windowStart, window_end: this.windowStart + 60_000 };
    const producer = new KafkajsProducer({ bootstrapServers: [this.#stack.bootstrapServers] });
    await producer.send(
      rows.map((row) => ({
        topic,
        key: encodeFramed(keyId, keyType, { window_start: times.window_start, place: row.place }),
        value:
          "visits" in row
            ? encodeFramed(valueId, valueType, {
                ...times,
                ...row,
                aggregate_interval: "PT1M",
                is_final: false,
              })
            : null,
        timestampMs: this.windowStart,
      })),
    );
    await producer.close();
  }

  /** The rows in Postgres by place, with what the store keeps beside them. */
  async rows(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const rows = await this.#query(`SELECT * FROM ${this.#table.name} ORDER BY place`);
    return rows.map(({ visits, ...row }) => ({ ...row, visits: Number(visits) }));
  }

  /** Waits until Postgres has these rows. */
  async expectRows(expected: readonly PlaceCount[]): Promise<void> {
    await expect.poll(() => this.rows(), patience).toMatchObject(expected);
  }

  /** Has the connector read the topic from its beginning, and waits until it has read all of it. */
  async readAgain(): Promise<void> {
    const connector = this.plan.connectors[0]?.name ?? "";
    await this.#connect(connector, "PUT", "stop");
    await expect.poll(() => this.#connect(connector, "DELETE", "offsets"), patience).toBe(200);
    await this.#connect(connector, "PUT", "resume");
    await using admin = new KafkaAdmin({ bootstrapServers: [this.#stack.bootstrapServers] });
    const { topic } = this.#table;
    const end = (await admin.topicOffsets(topic)).map(({ end }) => end);
    const read = async () => [...(await admin.committedOffsets(`connect-${connector}`, topic)).values()];
    await expect.poll(read, patience).toEqual(end);
  }

  get #table(): TablePlan {
    const table = this.plan.tables.find(({ role }) => role === "result");
    if (table === undefined) throw new Error("the domain has no result");
    return table;
  }

  async #connect(connector: string, method: string, part: string): Promise<number> {
    const url = `${this.#stack.connectUrl}/connectors/${connector}/${part}`;
    return (await fetch(url, { method })).status;
  }

  async #query(sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.#stage.platform.postgresUrl });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async #remove(): Promise<void> {
    const none = { topics: [], schemas: [], tables: [], connectors: [], postgresTables: [], buckets: [] };
    await applyPlan(this.#stage.platform, { ...this.plan, ...none, statements: [] });
    await this.#query(`DROP TABLE IF EXISTS ${this.#table.name}`);
    await using admin = new KafkaAdmin({ bootstrapServers: [this.#stack.bootstrapServers] });
    await admin.deleteTopics(this.plan.topics.map(({ name }) => name));
  }
}

function yaml(id: string): string {
  return `
domain: visits-${id}
events:
  visit:
    table: visits_${id}
    topic: visit-${id}
    key: place
    event_time: { attribute: at, unit: iso }
    attributes:
      place: { type: string }
      at: { type: timestamp }
aggregations:
  place_visits_${id}:
    from: visits_${id}
    window: { tumbling: 1 minute }
    group_by: [place]
    measures:
      visits: { count: "*" }
    emit: provisional
    sinks: { postgres: true }
`;
}
