import { setTimeout as delay } from "node:timers/promises";
import type { LogSink } from "@millrace/common";
import type { TopicRecord } from "@millrace/kafka";
import type { TopicPosition } from "./position.ts";
import type { Offsets, TopicSource, TopicState } from "./topic-source.ts";

/** Who is told what a feed reads. */
export interface FeedListener {
  /** The feed begins, or begins anew: what was told before is not connected to what comes. */
  begin(topic: string, position: TopicPosition): void;
  /** Records in order, and where the feed is behind them. */
  advance(topic: string, records: readonly TopicRecord[], next: Offsets): Promise<void>;
}

/** What a feed works with. */
export interface FeedOptions {
  readonly topic: string;
  /** The connector that brings the topic into Postgres. */
  readonly connector: string;
  readonly source: TopicSource;
  readonly listener: FeedListener;
  readonly log: LogSink;
  /** How many offsets before a partition's end are read at the start, so that clients can resume. Default 2,000. */
  readonly backlog?: number;
  /** Between tries while Kafka or the topic is away, in milliseconds. Default 500. */
  readonly retryMs?: number;
  /** How often it is looked whether the topic was made anew, in milliseconds. Default 5,000. */
  readonly lookMs?: number;
}

/**
 * Follows one topic for as long as the signal lets it, through outages. It begins at what is surely in Postgres already, so
 * that nothing lies between a snapshot and what is told.
 */
export class TopicFeed {
  readonly #options: FeedOptions;
  #position: TopicPosition | undefined;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** Resolves when the signal aborts; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { topic, log, retryMs = 500 } = this.#options;
    let isAway = false;
    while (!signal.aborted) {
      try {
        const state = await this.#locate();
        isAway = false;
        await this.#follow(state, signal);
      } catch (error) {
        if (signal.aborted) return;
        const facts = { topic, reason: error instanceof Error ? error.message : String(error) };
        if (isAway) log.debug(facts, "live rows still do not come");
        else log.warn(facts, "live rows do not come; it is tried again");
        isAway = true;
      }
      await delay(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Goes on where it was, or begins where a topic's first reader has to. */
  async #locate(): Promise<TopicState> {
    const { topic, connector, source, listener, backlog = 2_000 } = this.#options;
    const state = await source.state(topic);
    if (this.#position !== undefined && continues(this.#position, state)) return state;
    const committed = await source.committed(connector, topic);
    const next = new Map(
      [...state.end].map(([partition, end]) => {
        const first = state.first.get(partition) ?? 0;
        const stored = committed.get(partition) ?? first;
        // A group's offset beyond the end is of an earlier topic of the same name.
        const from = stored > end ? first : Math.min(stored, end - backlog);
        return [partition, Math.max(first, from)] as const;
      }),
    );
    this.#position = { generation: state.generation, next };
    listener.begin(topic, this.#position);
    return state;
  }

  async #follow({ generation }: TopicState, signal: AbortSignal): Promise<void> {
    const { topic, source, listener } = this.#options;
    const left = new AbortController();
    const ends = AbortSignal.any([signal, left.signal]);
    const looking = this.#untilMadeAnew(generation, ends).then(() => left.abort());
    try {
      for await (const { records, next } of source.follow(topic, this.#position?.next ?? new Map(), ends)) {
        await listener.advance(topic, records, next);
        this.#position = { generation, next };
      }
    } finally {
      left.abort();
      await looking;
    }
  }

  /** Offsets alone do not tell a topic from one of the same name that has as many records. Never rejects. */
  async #untilMadeAnew(generation: string, signal: AbortSignal): Promise<void> {
    const { topic, source, lookMs = 5_000 } = this.#options;
    while (!signal.aborted) {
      await delay(lookMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      const found = await source.generation(topic).catch(() => generation);
      if (found !== generation) return;
    }
  }
}

/** Whether a topic still is the one that was read, and has what is to be read next. */
function continues({ generation, next }: TopicPosition, state: TopicState): boolean {
  if (generation !== state.generation || next.size !== state.end.size) return false;
  return [...next].every(
    ([partition, at]) => at >= (state.first.get(partition) ?? 0) && at <= (state.end.get(partition) ?? 0),
  );
}
