import { JobManager } from "@millrace/flink";
import { AvroDecoder, readTopic, RegistryClient } from "@millrace/kafka";
import { postgresUrl } from "@millrace/engines";
import pg from "pg";
import { expect } from "vitest";
import { hour, minute, second } from "./event-time-oracle.ts";
import type { StackAddresses } from "./millrace.ts";
import { OtherPublisher } from "./other-publisher.ts";
import { ownColumns } from "./own-columns.ts";

/** A row of a result: times in epoch milliseconds, whole numbers as numbers. */
export type Row = Readonly<Record<string, unknown>>;

/** What a result must hold. */
export interface ExpectedTable {
  /** Its topic, without the stage. */
  readonly topic: string;
  /** Its table in Postgres, where it has one. */
  readonly table?: string;
  readonly rows: readonly Row[];
  /** Tells the test's own rows from those of others. */
  readonly isMine: (row: Row) => boolean;
}

/** How long a condition is waited for, and how often it is looked at. */
export const patience = { timeout: 60_000, interval: 250 };

/** Which domain a test works with. */
export interface DomainRunOptions {
  readonly domain: string;
  /** The topic of its events, without the prefix: `ecommerce.events`. */
  readonly eventTopic: string;
  /** What its topics begin with. Default: `test.streaming.` */
  readonly topicPrefix?: string;
  /** What its requests say besides their content type. Default: nothing. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The run begins at a multiple of this, so that windows of that length begin with it. */
  readonly alignMs: number;
}

/**
 * One test's share of a running domain: a stretch of event time behind everything that was posted before, at least an hour
 * from it. Posted in ascending order nothing is late, however the partitions are read; what is to be late is posted after
 * {@link reach}.
 */
export class DomainRun {
  readonly #stack: StackAddresses;
  readonly #domain: string;
  readonly #topicPrefix: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #other: OtherPublisher;
  /** The ids of what was posted. */
  readonly #posted = new Set<unknown>();
  readonly startMs: number;

  private constructor(
    stack: StackAddresses,
    { domain, topicPrefix, headers }: Required<Pick<DomainRunOptions, "domain" | "topicPrefix" | "headers">>,
    startMs: number,
  ) {
    this.#stack = stack;
    this.#domain = domain;
    this.#topicPrefix = topicPrefix;
    this.#headers = headers;
    this.#other = new OtherPublisher(stack, domain);
    this.startMs = startMs;
  }

  static async begin(stack: StackAddresses, options: DomainRunOptions): Promise<DomainRun> {
    const { domain, eventTopic, topicPrefix = "test.streaming.", headers = {}, alignMs } = options;
    const newest = await newestEventMs(stack, `${topicPrefix}${eventTopic}`);
    const earliest = newest === undefined ? Date.now() - 20 * hour : newest + hour;
    const startMs = Math.ceil(earliest / alignMs) * alignMs;
    return new DomainRun(stack, { domain, topicPrefix, headers }, startMs);
  }

  /** Epoch milliseconds, so far after the run's beginning. */
  at(minutes: number, seconds = 0): number {
    return this.startMs + minutes * minute + seconds * second;
  }

  /**
   * Posts events of one type in one batch and expects all of them to be accepted; what came before is written by another
   * publisher, so that it comes twice.
   */
  async post(type: string, events: readonly object[]): Promise<void> {
    await this.#send(`${this.#domain}/${type}`, events, type);
  }

  /** The same of events that say their type themselves. */
  async postMixed(events: readonly object[]): Promise<void> {
    await this.#send(this.#domain, events);
  }

  async #send(path: string, events: readonly object[], type?: string): Promise<void> {
    const fresh: Row[] = [];
    const again: Row[] = [];
    for (const payload of events as readonly Row[]) (this.#isFirst(payload) ? fresh : again).push(payload);
    if (fresh.length > 0) await this.#postTo(path, fresh);
    if (again.length > 0) await this.#other.write(again, type);
  }

  #isFirst(payload: Row): boolean {
    const id = this.#other.idOf(payload);
    if (id === undefined) return true;
    const isFirst = !this.#posted.has(id);
    this.#posted.add(id);
    return isFirst;
  }

  async #postTo(path: string, events: readonly unknown[]): Promise<void> {
    const response = await fetch(`${this.#stack.publisherUrl}/api/events/${path}/batch`, {
      method: "POST",
      headers: { ...this.#headers, "content-type": "application/json" },
      body: JSON.stringify(events),
    });
    const body = response.status === 202 ? "" : await response.text();
    expect({ status: response.status, body }).toEqual({ status: 202, body: "" });
  }

  /** Waits until every operator's watermark has come to `watermarkMs`. */
  async reach(watermarkMs: number): Promise<void> {
    await expect.poll(() => this.#lowestWatermark(), patience).toBeGreaterThanOrEqual(watermarkMs);
  }

  /** Waits until the newest row of each key is what is expected, exactly, in Kafka and, where it is kept there, in Postgres. */
  async expectUpserts(expected: ExpectedTable): Promise<void> {
    const { topic, isMine, table } = expected;
    const rows = inOrder(expected.rows);
    await expect.poll(() => this.upserted(topic, isMine), patience).toEqual(rows);
    if (table !== undefined) await expect.poll(() => this.inPostgres(table, isMine), patience).toEqual(rows);
  }

  /** Waits until the rows that were ever added are what is expected, exactly, in Kafka and, where it is kept there, in Postgres. */
  async expectAppends(expected: ExpectedTable): Promise<void> {
    const { topic, isMine, table } = expected;
    const rows = inOrder(expected.rows);
    await expect.poll(() => this.appended(topic, isMine), patience).toEqual(rows);
    if (table !== undefined) await expect.poll(() => this.inPostgres(table, isMine), patience).toEqual(rows);
  }

  /** Every committed row of a result's topic, not folded: a row that came twice stands twice. */
  async appended(topic: string, isMine: (row: Row) => boolean): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const { value } of this.#records(topic)) if (value !== null && isMine(value)) rows.push(value);
    return inOrder(rows);
  }

  /** The newest committed row of each key of an upsert result; none where it was deleted. */
  async upserted(topic: string, isMine: (row: Row) => boolean): Promise<Row[]> {
    const newest = new Map<string, Row | null>();
    for await (const { key, value } of this.#records(topic)) newest.set(JSON.stringify(key), value);
    return inOrder([...newest.values()].filter((row) => row !== null).filter(isMine));
  }

  /** The rows of a Postgres table, as Kafka's are read, without what the store keeps beside them. */
  async inPostgres(table: string, isMine: (row: Row) => boolean): Promise<Row[]> {
    const client = new pg.Client({ connectionString: postgresUrl(() => this.#stack.postgresAddress) });
    await client.connect();
    try {
      const { rows } = await client.query<Row>({ text: `SELECT * FROM ${table}`, types: exactTypes });
      return inOrder(rows.map(ownColumns).filter(isMine));
    } finally {
      await client.end();
    }
  }

  async *#records(topic: string): AsyncGenerator<{ readonly key: unknown; readonly value: Row | null }> {
    const decoder = new AvroDecoder(new RegistryClient({ url: this.#stack.registryUrl }));
    const connection = { bootstrapServers: [this.#stack.bootstrapServers] };
    for await (const { key, value } of readTopic(connection, `${this.#topicPrefix}${topic}`)) {
      yield {
        key: key?.toString("latin1"),
        value: value === null ? null : ((await decoder.decode(value)) as Row),
      };
    }
  }

  async #lowestWatermark(): Promise<number> {
    const jobManager = new JobManager({ url: this.#stack.jobManagerUrl });
    const job = (await jobManager.jobs()).find(
      ({ name, state }) => name.startsWith(`${this.#domain}-`) && state === "RUNNING",
    );
    if (job === undefined) return Number.NEGATIVE_INFINITY;
    const watermarks = await jobManager.watermarks(job.id);
    const known = watermarks.flatMap(({ lowest }) => (lowest === undefined ? [] : [lowest]));
    return known.length === 0 ? Number.NEGATIVE_INFINITY : Math.min(...known);
  }
}

/** Rows with their columns and themselves in a fixed order, to be compared as lists. */
export function inOrder(rows: readonly Row[]): Row[] {
  const sorted = rows.map((row): Row =>
    Object.fromEntries(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  );
  return sorted.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

const bigint = 20;
const timestamptz = 1184;

/** Postgres' types as Kafka's records are read. */
const exactTypes = {
  getTypeParser: (oid: number, format?: "text" | "binary") => {
    if (oid === bigint) return Number;
    if (oid === timestamptz) return (text: string) => new Date(text).getTime();
    return pg.types.getTypeParser(oid, format);
  },
};

async function newestEventMs(stack: StackAddresses, topic: string): Promise<number | undefined> {
  let newest: number | undefined;
  for await (const record of readTopic({ bootstrapServers: [stack.bootstrapServers] }, topic))
    newest = Math.max(newest ?? 0, record.timestampMs);
  return newest;
}
