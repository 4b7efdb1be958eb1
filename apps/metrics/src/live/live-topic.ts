import type { LogSink } from "@millrace/common";
import type { KeyPlan } from "@millrace/domain";
import type { AvroDecoder, TopicRecord } from "@millrace/kafka";
import { Bell } from "./bell.ts";
import type { Change } from "./change.ts";
import { hasReached, type TopicPosition } from "./position.ts";
import { type LiveTable, readChange } from "./read-change.ts";
import { type ReadRecord, RecordValues } from "./record-values.ts";
import { TopicFeed } from "./topic-feed.ts";
import type { Offsets, TopicSource } from "./topic-source.ts";

/** A table that takes a topic's changes. */
export interface ChangeTaker {
  /** How each topic's records become rows of it. */
  readonly views: ReadonlyMap<string, LiveTable>;
  /** What was pushed before is not connected to what comes. */
  begin(topic: string, position: TopicPosition): void;
  push(changes: readonly Change[]): void;
}

/** What all live topics work with. */
export interface LiveTopicTools {
  readonly source: TopicSource;
  readonly decoder: Pick<AvroDecoder, "decode">;
  readonly log: LogSink;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** As {@link FeedOptions} has it. */
  readonly retryMs?: number;
  readonly lookMs?: number;
  readonly backlog?: number;
}

/** Which topic, and how it reaches Postgres. */
export interface LiveTopicFacts {
  readonly topic: string;
  readonly connector: string;
  readonly key: KeyPlan;
}

/** There is more to read than may be read for one snapshot. */
export class TooManyRecordsError extends Error {}

const maxRangeRecords = 100_000;

/** One topic, followed once for all tables that take from it. */
export class LiveTopic {
  readonly facts: LiveTopicFacts;
  readonly #tools: LiveTopicTools;
  readonly #values: RecordValues;
  readonly #feed: TopicFeed;
  readonly #takers = new Set<ChangeTaker>();
  readonly #stop = new AbortController();
  readonly #advanced = new Bell();
  readonly #recordEnds = new Map<number, number>();
  #position: TopicPosition | undefined;
  #stored: Offsets | undefined;

  constructor(facts: LiveTopicFacts, tools: LiveTopicTools) {
    this.facts = facts;
    this.#tools = tools;
    this.#values = new RecordValues({ ...facts, ...tools });
    this.#feed = new TopicFeed({ ...facts, ...tools, listener: this });
  }

  /** How far it was read; undefined before the first contact. */
  get position(): TopicPosition | undefined {
    return this.#position;
  }

  /** Behind the newest record of every partition that has shown one: end marks of transactions are not counted. */
  get recordEnds(): Offsets {
    return this.#recordEnds;
  }

  /** Records that could not be read and were left out. */
  get unreadable(): number {
    return this.#values.unreadable;
  }

  /** To be called once. */
  start(): void {
    void this.#feed.run(this.#stop.signal);
  }

  stop(): void {
    this.#stop.abort();
    this.#advanced.ring();
  }

  attach(taker: ChangeTaker): void {
    this.#takers.add(taker);
    if (this.#position !== undefined) taker.begin(this.facts.topic, this.#position);
  }

  /** @returns how many still take from it */
  detach(taker: ChangeTaker): number {
    this.#takers.delete(taker);
    return this.#takers.size;
  }

  /** For the feed: see {@link FeedListener}. */
  begin(topic: string, position: TopicPosition): void {
    this.#position = position;
    this.#stored = undefined;
    this.#recordEnds.clear();
    for (const taker of this.#takers) taker.begin(topic, position);
    this.#advanced.ring();
  }

  /** For the feed: see {@link FeedListener}. */
  async advance(topic: string, records: readonly TopicRecord[], next: Offsets): Promise<void> {
    const read = await this.#values.read(records);
    this.#position = { generation: this.#position?.generation ?? "", next };
    for (const { partition, offset } of records) this.#recordEnds.set(partition, offset + 1);
    if (read.length > 0) {
      for (const taker of this.#takers) {
        const view = taker.views.get(topic);
        if (view !== undefined) taker.push(this.#changesOf(read, view));
      }
    }
    this.#advanced.ring();
  }

  /** Waits until it was read up to these offsets. @returns false when that takes too long, or it is stopped */
  async reaches(offsets: Offsets, timeoutMs: number): Promise<boolean> {
    const holds = () => this.#position !== undefined && hasReached(this.#position.next, offsets);
    await this.#advanced.until(() => this.#stop.signal.aborted || holds(), timeoutMs);
    return holds();
  }

  /** Next offsets below which everything is in Postgres; what was known last while Kafka does not answer. */
  async stored(): Promise<Offsets> {
    const { source, log } = this.#tools;
    const { topic, connector } = this.facts;
    try {
      this.#stored = await source.committed(connector, topic);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.debug({ topic, reason }, "what is stored is not known anew");
    }
    return this.#stored ?? new Map();
  }

  /** The first offset that is kept of every partition; empty while Kafka does not answer. */
  async kept(): Promise<Offsets> {
    const state = await this.#tools.source.state(this.facts.topic).catch(() => undefined);
    return state?.first ?? new Map();
  }

  /**
   * Reads what lies between offsets, as changes of one table.
   * @returns undefined where it is not there any more, or the signal ended it
   * @throws TooManyRecordsError, and what the source throws
   */
  async readRange(
    { from, to }: { readonly from: Offsets; readonly to: Offsets },
    view: LiveTable,
    signal: AbortSignal,
  ): Promise<readonly Change[] | undefined> {
    const { topic } = this.facts;
    const found: TopicRecord[] = [];
    let next = from;
    for await (const chunk of this.#tools.source.follow(topic, from, signal)) {
      found.push(...chunk.records.filter(({ partition, offset }) => offset < (to.get(partition) ?? 0)));
      if (found.length > maxRangeRecords)
        throw new TooManyRecordsError(`more than ${maxRangeRecords} records of ${topic} are to be read`);
      next = chunk.next;
      if (hasReached(next, to)) break;
    }
    if (!hasReached(next, to)) return undefined;
    return this.#changesOf(await this.#values.read(found), view);
  }

  #changesOf(read: readonly ReadRecord[], view: LiveTable): readonly Change[] {
    const asOf = new Date(this.#tools.now()).toISOString();
    return read.flatMap((each) => readChange(each, { view, asOf }) ?? []);
  }
}
