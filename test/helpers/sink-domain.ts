import { randomUUID } from "node:crypto";
import { compileDomain, type EventPlan, type Plan } from "@millrace/domain";
import { applyPlan } from "@millrace/engines";
import { compileEvent, type SchemaIds } from "@millrace/events";
import { KafkaAdmin, KafkajsProducer, RegistryClient } from "@millrace/kafka";
import pg from "pg";
import { onTestFinished } from "vitest";
import type { IcebergRow } from "./iceberg-table.ts";
import type { StackAddresses } from "./millrace.ts";
import { ownColumns } from "./own-columns.ts";
import { PageViewArchive } from "./page-view-archive.ts";
import { StatementStage } from "./statement-stage.ts";

/** A domain of one stream with columns of every kind, kept in Postgres and in the archive, under a name of its own. */
export class SinkDomain {
  readonly plan: Plan;
  readonly #stack: StackAddresses;
  readonly #stage: StatementStage;
  readonly #table: string;

  constructor(stack: StackAddresses) {
    const id = randomUUID().slice(0, 8);
    this.#stack = stack;
    this.#stage = new StatementStage(stack);
    this.#table = `orders_${id}`;
    const domain = { path: `sql/sinks-${id}/domain.yaml`, text: yaml(id) };
    const sources = { domain, statements: [], connectors: [] };
    this.plan = compileDomain(sources, { stage: this.#stage.stage });
    onTestFinished(() => this.#remove());
  }

  /** Makes everything but the domain's statement. */
  async apply(): Promise<void> {
    await applyPlan(this.#stage.platform, { ...this.plan, statements: [] });
  }

  /** Writes payloads as the publisher would. */
  async publish(type: string, payloads: readonly unknown[]): Promise<void> {
    const event = this.plan.events.find(({ name }) => name === type);
    if (event === undefined) throw new Error(`there is no event ${type}`);
    const codec = compileEvent(event);
    const ids = await this.#schemaIds(event);
    const records = payloads.map((payload) => {
      const parsed = codec.parse(payload, Date.now());
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
      return codec.toRecord(parsed.event, ids);
    });
    const producer = new KafkajsProducer({ bootstrapServers: [this.#stack.bootstrapServers] });
    await producer.send(records);
    await producer.close();
  }

  /** The rows in Postgres, sorted by their primary key. */
  async rows(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return (await this.storedRows()).map(ownColumns);
  }

  /** The same with what the store keeps beside them. */
  async storedRows(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return await this.#query(`SELECT * FROM ${this.#table} ORDER BY order_id`);
  }

  /** The rows in the archive as it is committed, with the keys of their objects. */
  async archived(): Promise<readonly IcebergRow[]> {
    return await this.#archive.rows(this.#table);
  }

  async archivedObjects(): Promise<readonly string[]> {
    return await this.#archive.objectKeys(this.#table);
  }

  get #archive(): PageViewArchive {
    return new PageViewArchive(this.#stack, "sinks");
  }

  async #schemaIds({ subject, schema, key }: EventPlan): Promise<SchemaIds> {
    const registry = new RegistryClient({ url: this.#stack.registryUrl });
    const value = await registry.register(subject, schema);
    return key.format === "avro"
      ? { value, key: await registry.register(key.subject, key.schema) }
      : { value };
  }

  async #query(sql: string) {
    const client = new pg.Client({ connectionString: this.#stage.platform.postgresUrl });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async #remove(): Promise<void> {
    await applyPlan(this.#stage.platform, {
      ...this.plan,
      topics: [],
      schemas: [],
      tables: [],
      statements: [],
      connectors: [],
      postgresTables: [],
      clickhouseTables: [],
      buckets: [],
    });
    await this.#query(`DROP TABLE IF EXISTS ${this.#table}`);
    await using admin = new KafkaAdmin({ bootstrapServers: [this.#stack.bootstrapServers] });
    await admin.deleteTopics(this.plan.topics.map(({ name }) => name));
  }
}

function yaml(id: string): string {
  return `
domain: sinks-${id}
entity: { name: order, primary_key: order_id }
# Kafka deletes records by their own time, and those of the tests are old.
defaults: { retention: 3650 days }
streams:
  orders_${id}:
    topic: orders-${id}
    key: order_id
    event_time: { attribute: at, unit: iso }
    attributes:
      order_id: { type: string }
      at: { type: timestamp }
      region: { type: string, max_length: 12 }
    sinks:
      postgres: true
      archive: { bucket: raw, partition_by: [region, year, month, day], table: sinks.orders_${id} }
    types:
      placed:
        attributes:
          amount: { type: decimal, precision: 18, scale: 2 }
          shipping: { type: money, currency: EUR, unit: major }
          paid: { type: money }
          kind: { type: enum, values: [web, shop] }
          tags: { type: array, items: { type: string } }
          sizes: { type: array, items: { type: int } }
          weights: { type: array, items: { type: double } }
          flags: { type: array, items: { type: boolean } }
          address:
            type: record
            fields:
              city: { type: string }
              since: { type: timestamp }
              place: { type: record, optional: true, fields: { latitude: { type: double } } }
      cancelled:
        attributes:
          reason: { type: string, optional: true }
buckets: { raw: sinks-${id} }
`;
}
