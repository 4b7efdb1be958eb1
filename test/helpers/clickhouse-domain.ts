import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { compileDomain, type EventPlan, type Plan, type TablePlan } from "@millrace/domain";
import {
  applyPlan,
  bindClickHouse,
  type Difference,
  planChanges,
  type PlatformTarget,
} from "@millrace/engines";
import { compileEvent } from "@millrace/events";
import {
  encodeFramed,
  KafkaAdmin,
  KafkajsProducer,
  parseAvroSchema,
  type ProducerRecord,
  readTopic,
  RegistryClient,
} from "@millrace/kafka";
import { SecretStore } from "@millrace/settings";
import { expect, onTestFinished } from "vitest";
import type { ClickHouseServer } from "./clickhouse-server.ts";
import type { StackAddresses } from "./millrace.ts";
import { StatementStage } from "./statement-stage.ts";
import { cloneHome } from "./workbench-home.ts";

const patience = { timeout: 60_000, interval: 250 };

/** A row of the domain's result; `total` null deletes it. */
export interface Total {
  readonly window_start: number;
  readonly region: string;
  readonly total: number | null;
}

/** A domain of one stream with columns of every kind and one result, kept in ClickHouse, under a name of its own. */
export class ClickHouseDomain {
  readonly orders: string;
  readonly totals: string;
  readonly #id = randomUUID().slice(0, 8);
  readonly #stack: StackAddresses;
  readonly #server: ClickHouseServer;
  readonly #stage: StatementStage;
  readonly #plan: Plan;

  constructor(stack: StackAddresses, server: ClickHouseServer) {
    this.#stack = stack;
    this.#server = server;
    this.#stage = new StatementStage(stack);
    [this.orders, this.totals] = [`orders_${this.#id}`, `totals_${this.#id}`];
    const folder = `sql/clickhouse-${this.#id}`;
    const sources = {
      domain: { path: `${folder}/domain.yaml`, text: yaml(this.#id) },
      statements: [{ path: `${folder}/${this.totals}.sql`, text: sql(this.#id) }],
      connectors: [],
    };
    this.#plan = { ...compileDomain(sources, { stage: this.#stage.stage }), statements: [] };
    onTestFinished(() => this.#remove());
  }

  /** Makes everything but the domain's statement. */
  async apply(): Promise<void> {
    await applyPlan(this.#target, this.#placed);
  }

  /** What applying would change now. */
  async differences(): Promise<readonly Difference[]> {
    return await planChanges(this.#target, this.#placed);
  }

  /** Writes orders as the publisher would. */
  async publish(type: string, payloads: readonly unknown[]): Promise<void> {
    const event = this.#plan.events.find(({ name }) => name === type) as EventPlan;
    const codec = compileEvent(event);
    const ids = { value: await this.#registry.register(event.subject, event.schema) };
    await this.#send(
      payloads.map((payload) => {
        const parsed = codec.parse(payload, Date.now());
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
        return codec.toRecord(parsed.event, ids);
      }),
    );
  }

  /** Writes rows of the result as Flink would. */
  async write(totals: readonly Total[]): Promise<void> {
    const { topic, key, value } = this.#plan.tables.find(({ name }) => name === this.totals) as TablePlan;
    if (key.format !== "avro") throw new Error("an upsert result has a key with fields");
    const [keyId, valueId] = [
      await this.#registry.register(key.subject, key.schema),
      await this.#registry.register(value.subject, value.schema),
    ];
    const [keyType, valueType] = [parseAvroSchema(key.schema), parseAvroSchema(value.schema)];
    await this.#send(
      totals.map((row) => ({
        topic,
        timestampMs: row.window_start,
        key: encodeFramed(keyId, keyType, { window_start: row.window_start, region: row.region }),
        value: row.total === null ? null : encodeFramed(valueId, valueType, row),
      })),
    );
  }

  /** Has a connector read its topic from the beginning again, and waits until it has. */
  async replay(table: string): Promise<void> {
    const end = await this.#committed(table);
    await this.#connect(table, "PUT", "/stop");
    await expect.poll(() => this.#state(table), patience).toBe("STOPPED");
    await this.#connect(table, "DELETE", "/offsets");
    await this.#connect(table, "PUT", "/resume");
    await expect.poll(() => this.#committed(table), patience).toBe(end);
  }

  /** The records that a connector could not write, as text: what was wrong with each. */
  async deadLetters(table: string): Promise<readonly string[]> {
    const topic = `${this.#stage.stage}.dead-letter.${this.#connector(table)}`;
    const reasons: string[] = [];
    for await (const { headers } of readTopic(this.#kafka, topic))
      reasons.push(String(headers.get("__connect.errors.exception.message")));
    return reasons;
  }

  /** The plan as the settings' defaults would have it: the password is a secret. */
  get #placed(): Plan {
    return bindClickHouse(this.#plan, {
      ...this.#server.place,
      password: "${secret:clickhouse-password:-}",
    });
  }

  get #target(): PlatformTarget {
    const { password } = this.#server.place;
    const read = async () => (password === "" ? undefined : password);
    const backend = { name: "memory", placeOf: (name: string) => `the test's ${name}`, read };
    const secrets = new SecretStore({
      backends: new Map([["memory", () => backend]]),
      order: ["memory"],
    });
    const secretFolder = join(cloneHome, this.#stack.env.MILLRACE_INSTANCE ?? "", "data", "connect-secrets");
    return { ...this.#stage.platform, secretFolder, secrets };
  }

  get #registry(): RegistryClient {
    return new RegistryClient({ url: this.#stack.registryUrl });
  }

  get #kafka() {
    return { bootstrapServers: [this.#stack.bootstrapServers] };
  }

  #connector(table: string): string {
    return `clickhouse-${this.#id}-${table.replaceAll("_", "-")}-clickhouse`;
  }

  async #send(records: readonly ProducerRecord[]): Promise<void> {
    const producer = new KafkajsProducer(this.#kafka);
    const deliveries = await producer.send(records);
    await producer.close();
    expect(deliveries.filter(({ status }) => status === "failed")).toEqual([]);
  }

  async #state(table: string): Promise<string> {
    const { connector } = (await this.#connect(table, "GET", "/status")) as { connector: { state: string } };
    return connector.state;
  }

  /** Sum of the connector's offsets over its partitions. */
  async #committed(table: string): Promise<number> {
    const { offsets } = (await this.#connect(table, "GET", "/offsets")) as {
      offsets: readonly { readonly offset: { readonly kafka_offset: number } }[];
    };
    return offsets.reduce((sum, { offset }) => sum + offset.kafka_offset, 0);
  }

  async #connect(table: string, method: string, path: string): Promise<unknown> {
    const url = `${this.#stack.connectUrl}/connectors/${this.#connector(table)}${path}`;
    const response = await fetch(url, { method });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  async #remove(): Promise<void> {
    const nothing = { topics: [], schemas: [], tables: [], connectors: [], clickhouseTables: [] };
    await applyPlan(this.#target, { ...this.#plan, ...nothing });
    await using admin = new KafkaAdmin(this.#kafka);
    await admin.deleteTopics(this.#plan.topics.map(({ name }) => name));
  }
}

function yaml(id: string): string {
  return `
domain: clickhouse-${id}
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
    sinks: { clickhouse: { ttl: 3650 days } }
    types:
      placed:
        attributes:
          amount: { type: decimal, precision: 18, scale: 2 }
          shipping: { type: money, currency: EUR, unit: major }
          paid: { type: money }
          count: { type: long }
          weight: { type: double }
          is_gift: { type: boolean }
          kind: { type: enum, values: [web, shop] }
          tags: { type: array, items: { type: string } }
          sizes: { type: array, items: { type: int } }
          times: { type: array, items: { type: timestamp } }
          labels: { type: map, values: { type: long } }
          lines:
            type: array
            items:
              type: record
              fields: { sku: { type: string }, price: { type: money }, note: { type: string, optional: true } }
          address:
            type: record
            fields:
              city: { type: string }
              since: { type: timestamp }
              place: { type: record, optional: true, fields: { latitude: { type: double } } }
      cancelled:
        attributes:
          reason: { type: string, optional: true }
results:
  totals_${id}:
    topic: totals-${id}
    mode: upsert
    key: [window_start, region]
    record_time: window_start
    sinks: { clickhouse: true }
    columns:
      window_start: { type: timestamp }
      region: { type: string }
      total: { type: long }
`;
}

function sql(id: string): string {
  return `-- Orders a region and hour
INSERT INTO totals_${id} (window_start, region, total)
SELECT FLOOR(\`at\` TO HOUR), region, COUNT(*) FROM orders_${id} GROUP BY FLOOR(\`at\` TO HOUR), region
`;
}
