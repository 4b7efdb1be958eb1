import { postgresUrl } from "@millrace/engines";
import { AvroDecoder, readTopic, RegistryClient } from "@millrace/kafka";
import pg from "pg";
import type { StackAddresses } from "./millrace.ts";
import type { Count, Intake, LateView } from "./page-view-oracle.ts";

interface CountRecord {
  readonly window_start: number;
  readonly window_end: number;
  readonly postcode: string;
  readonly page_view_count: number;
  readonly aggregate_interval: string;
  readonly is_final: boolean;
}

interface IntakeRecord {
  readonly window_start: number;
  readonly received_count: number;
  readonly duplicate_count: number;
}

interface LateRecord {
  readonly event_id: string;
  readonly postcode: string;
  readonly window_start: number;
  readonly is_counted: boolean;
}

/** A committed record with its decoded value. */
export interface DecodedRecord<Value> {
  readonly key: string;
  readonly partition: number;
  readonly timestampMs: number;
  readonly value: Value;
}

/** Reads what the pipeline has made of the page views of some postcodes. */
export class PageViewResults {
  readonly #stack: StackAddresses;
  readonly #postcodes: ReadonlySet<string>;

  constructor(stack: StackAddresses, postcodes: Iterable<string>) {
    this.#stack = stack;
    this.#postcodes = new Set(postcodes);
  }

  /** The provisional counts as Kafka has them: the last row of every window and postcode. */
  async provisional(): Promise<Count[]> {
    const latest = new Map<string, Count>();
    for (const { value } of await this.#records<CountRecord>("page-view.output.provisional")) {
      latest.set(`${value.window_start} ${value.postcode}`, toCount(value));
    }
    return sorted([...latest.values()]);
  }

  /** Every final row that was committed, not folded: a row that came twice stands twice. */
  async final(): Promise<DecodedRecord<CountRecord>[]> {
    return this.#records<CountRecord>("page-view.output");
  }

  async finalCounts(): Promise<Count[]> {
    return sorted((await this.final()).map(({ value }) => toCount(value)));
  }

  async late(): Promise<LateView[]> {
    const records = await this.#records<LateRecord>("page-view.late");
    return sortedLate(records.map(({ value }) => toLate(value)));
  }

  /** What came in each minute from a window's start on, as Kafka has it last. */
  async intake(fromMs: number): Promise<Intake[]> {
    const latest = new Map<number, Intake>();
    for await (const value of this.#values<IntakeRecord>("page-view.intake")) {
      const { window_start: windowStart, received_count: received, duplicate_count: duplicates } = value;
      if (windowStart >= fromMs) latest.set(windowStart, { windowStart, received, duplicates });
    }
    return [...latest.values()].toSorted((a, b) => a.windowStart - b.windowStart);
  }

  /** The counts in one of Postgres' tables. */
  async inPostgres(table: "page_view_counts" | "page_view_counts_final"): Promise<Count[]> {
    const client = new pg.Client({ connectionString: postgresUrl(() => this.#stack.postgresAddress) });
    await client.connect();
    try {
      const { rows } = await client.query<{
        window_start: Date;
        window_end: Date;
        postcode: string;
        count: string;
      }>(
        `SELECT window_start, window_end, postcode, page_view_count AS count FROM ${table} WHERE postcode = ANY($1)`,
        [[...this.#postcodes]],
      );
      return sorted(
        rows.map((row) => ({
          windowStart: row.window_start.getTime(),
          windowEnd: row.window_end.getTime(),
          postcode: row.postcode,
          views: Number(row.count),
        })),
      );
    } finally {
      await client.end();
    }
  }

  async *#values<Value>(topic: string): AsyncGenerator<Value> {
    const decoder = new AvroDecoder(new RegistryClient({ url: this.#stack.registryUrl }));
    const connection = { bootstrapServers: [this.#stack.bootstrapServers] };
    for await (const { value } of readTopic(connection, `test.streaming.${topic}`))
      yield (await decoder.decode(value as Buffer)) as Value;
  }

  async #records<Value extends { readonly postcode: string }>(
    topic: string,
  ): Promise<DecodedRecord<Value>[]> {
    const decoder = new AvroDecoder(new RegistryClient({ url: this.#stack.registryUrl }));
    const found: DecodedRecord<Value>[] = [];
    const connection = { bootstrapServers: [this.#stack.bootstrapServers] };
    for await (const record of readTopic(connection, `test.streaming.${topic}`)) {
      const value = (await decoder.decode(record.value as Buffer)) as Value;
      if (!this.#postcodes.has(value.postcode)) continue;
      const { partition, timestampMs, key } = record;
      found.push({ key: key?.toString("utf8") ?? "", partition, timestampMs, value });
    }
    return found;
  }
}

/** Counts in a fixed order, to be compared as lists. */
export function sorted(counts: readonly Count[]): Count[] {
  return counts.toSorted((a, b) => a.windowStart - b.windowStart || (a.postcode < b.postcode ? -1 : 1));
}

/** Late views in a fixed order. */
export function sortedLate(late: readonly LateView[]): LateView[] {
  return late.toSorted((a, b) => (a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0));
}

function toCount(record: CountRecord): Count {
  return {
    windowStart: record.window_start,
    windowEnd: record.window_end,
    postcode: record.postcode,
    views: record.page_view_count,
  };
}

function toLate(record: LateRecord): LateView {
  return {
    eventId: record.event_id,
    postcode: record.postcode,
    windowStart: record.window_start,
    isCounted: record.is_counted,
  };
}
