import { setImmediate as turn } from "node:timers/promises";
import type { ServedTablePlan } from "@millrace/domain";
import type { TopicRecord } from "@millrace/kafka";
import { Bell } from "../../../../apps/metrics/src/live/bell.ts";
import type { LivePair } from "../../../../apps/metrics/src/live/live-rows.ts";
import type {
  Snapshot,
  SnapshotSource,
  StoredRow,
} from "../../../../apps/metrics/src/live/snapshot-source.ts";
import type {
  Chunk,
  Offsets,
  TopicSource,
  TopicState,
} from "../../../../apps/metrics/src/live/topic-source.ts";

/** What a record of the world says. */
export interface Row {
  readonly k: string;
  readonly v: number;
}

interface Partition {
  readonly records: TopicRecord[];
  first: number;
  end: number;
  /** Where those who follow it are at most. */
  visible: number;
  /** Where Kafka Connect is, and what its group has committed. */
  stored: number;
  committed: number;
}

/** A topic that is in memory. */
interface Topic {
  generation: string;
  partitions: readonly Partition[];
}

/** Topics, a connector and a store in memory: each of them goes on when it is told to. */
export class MemoryWorld implements TopicSource, SnapshotSource {
  readonly #topics = new Map<string, Topic>();
  /** Stored rows, by topic and key. */
  readonly #store = new Map<string, Map<string, TopicRecord>>();
  readonly #bell = new Bell();
  readonly #partitions: number;
  isStoreAway = false;
  /** Whether Kafka says nothing of its topics. */
  isAway = false;
  snapshots = 0;

  constructor(tables: readonly ServedTablePlan[], partitions = 2) {
    this.#partitions = partitions;
    for (const { topic } of tables) this.make(topic, "1");
  }

  /** Makes a topic, anew where it exists; what is stored stays. */
  make(topic: string, generation: string): void {
    const partitions = Array.from({ length: this.#partitions }, () => ({
      records: [],
      first: 0,
      end: 0,
      visible: 0,
      stored: 0,
      committed: 0,
    }));
    this.#topics.set(topic, { generation, partitions });
    this.#bell.ring();
  }

  /** Writes a record; without a value it removes the row. A control record may follow, as a transaction's end. */
  write(topic: string, k: string, v: number | undefined, isEndOfTransaction = false): void {
    const partition = k.charCodeAt(0) % this.#partitions;
    const at = this.#partition(topic, partition);
    const value = v === undefined ? null : Buffer.from(JSON.stringify({ k, v } satisfies Row));
    const key = Buffer.from(k);
    at.records.push({ topic, partition, offset: at.end, timestampMs: 0, key, value, headers: new Map() });
    at.end += isEndOfTransaction ? 2 : 1;
  }

  /** Lets those who follow a topic see so many offsets more. */
  reveal(topic: string, count = Number.POSITIVE_INFINITY): void {
    for (const at of this.#of(topic).partitions) at.visible = Math.min(at.end, at.visible + count);
    this.#bell.ring();
  }

  /** Lets the connector store so many offsets more. */
  store(topic: string, count = Number.POSITIVE_INFINITY): void {
    const rows = this.#rows(topic);
    for (const at of this.#of(topic).partitions) {
      const end = Math.min(at.end, at.stored + count);
      for (const record of at.records.filter(({ offset }) => offset >= at.stored && offset < end)) {
        const k = String(record.key);
        if (record.value === null) rows.delete(k);
        else rows.set(k, record);
      }
      at.stored = end;
    }
  }

  /** Lets the connector commit what it has stored. */
  commit(topic: string): void {
    for (const at of this.#of(topic).partitions) at.committed = at.stored;
  }

  /** Deletes what retention has passed. */
  expire(topic: string): void {
    for (const at of this.#of(topic).partitions) {
      at.first = at.end;
      at.records.length = 0;
    }
  }

  /** The newest row of every key. */
  truth(topic: string): ReadonlyMap<string, number> {
    const rows = new Map<string, number>();
    for (const { records } of this.#of(topic).partitions)
      for (const { key, value } of records) {
        if (value === null) rows.delete(String(key));
        else rows.set(String(key), (JSON.parse(value.toString()) as Row).v);
      }
    return rows;
  }

  async state(topic: string): Promise<TopicState> {
    if (this.isAway) throw new Error("Kafka is away");
    const { generation, partitions } = this.#of(topic);
    return { generation, first: offsets(partitions, "first"), end: offsets(partitions, "end") };
  }

  async generation(topic: string): Promise<string> {
    return this.#of(topic).generation;
  }

  async committed(_connector: string, topic: string): Promise<Offsets> {
    if (this.isAway) throw new Error("Kafka is away");
    return offsets(this.#of(topic).partitions, "committed");
  }

  async *follow(topic: string, from: Offsets, signal: AbortSignal): AsyncGenerator<Chunk> {
    const rung = () => this.#bell.ring();
    signal.addEventListener("abort", rung);
    const followed = this.#of(topic);
    let next = from;
    while (!signal.aborted && followed === this.#of(topic)) {
      if ([...next].some(([partition, at]) => at < this.#partition(topic, partition).first)) return;
      const records = [...next].flatMap(([partition, at]) => {
        const { records: all, visible } = this.#partition(topic, partition);
        return all.filter(({ offset }) => offset >= at && offset < visible);
      });
      const reached = new Map(
        [...next].map(([partition, at]) => [
          partition,
          Math.max(at, this.#partition(topic, partition).visible),
        ]),
      );
      if ([...reached].some(([partition, at]) => at !== next.get(partition))) {
        next = reached;
        yield { records, next };
      } else await this.#bell.next();
    }
  }

  async read(pairs: readonly LivePair[]): Promise<ReadonlyMap<LivePair, Snapshot>> {
    this.snapshots += 1;
    if (this.isStoreAway) throw new Error("the store is away");
    return new Map(pairs.map((pair) => [pair, { rows: this.#stored(pair), isCut: false }]));
  }

  #stored({ table, finalTable }: LivePair): readonly StoredRow[] {
    const final = finalTable === undefined ? new Map<string, TopicRecord>() : this.#rows(finalTable.topic);
    const isFinal = table.finality === "always";
    const own = [...this.#rows(table.topic)].filter(([k]) => !final.has(k));
    return [
      ...own.map(([, record]) => storedRow(record, isFinal)),
      ...[...final.values()].map((record) => storedRow(record, true)),
    ];
  }

  #rows(topic: string): Map<string, TopicRecord> {
    let rows = this.#store.get(topic);
    if (rows === undefined) this.#store.set(topic, (rows = new Map()));
    return rows;
  }

  #of(topic: string): Topic {
    const found = this.#topics.get(topic);
    if (found === undefined) throw new Error(`there is no topic ${topic}`);
    return found;
  }

  #partition(topic: string, partition: number): Partition {
    const found = this.#of(topic).partitions[partition];
    if (found === undefined) throw new Error(`topic ${topic} has no partition ${partition}`);
    return found;
  }
}

/** Reads values as {@link MemoryWorld} writes them. */
export const jsonDecoder = {
  decode: async (bytes: Buffer): Promise<unknown> => JSON.parse(bytes.toString()),
};

/** Lets everything happen that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 12; turns += 1) await turn();
}

function offsets(partitions: readonly Partition[], which: "first" | "end" | "committed"): Offsets {
  return new Map(partitions.map((at, partition) => [partition, at[which]]));
}

function storedRow({ key, value, partition, offset }: TopicRecord, isFinal: boolean): StoredRow {
  const row = { ...(JSON.parse(String(value)) as Row), as_of: null, is_final: isFinal };
  return { identity: JSON.stringify([String(key)]), json: JSON.stringify(row), isFinal, partition, offset };
}
