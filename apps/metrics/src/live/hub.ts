import type { ServedTablePlan } from "@millrace/domain";
import { backfill, type BackfillOptions } from "./backfill.ts";
import { Channel, type ChannelOptions } from "./channel.ts";
import type { RingLimits } from "./change-ring.ts";
import { type LivePair, LiveRows } from "./live-rows.ts";
import { LiveTopic, type LiveTopicTools } from "./live-topic.ts";
import { resume } from "./resume.ts";
import type { StreamStart } from "./stream-start.ts";

/** What a hub works with. */
export interface HubOptions extends LiveTopicTools, ChannelOptions, BackfillOptions {
  readonly ring?: RingLimits;
  /** How long a backfill is given to others who ask for the same, in milliseconds. Default 1,000. */
  readonly shareMs?: number;
  /** How many backfills are made at once. Default 4. */
  readonly maxBackfills?: number;
}

interface Shared {
  readonly start: Promise<StreamStart>;
  madeAtMs: number;
}

/** Follows every served topic once and sends what changes to all who ask for it. */
export class Hub {
  readonly #options: HubOptions;
  readonly #rows = new Map<string, LiveRows>();
  readonly #topics = new Map<string, LiveTopic>();
  readonly #channels = new Map<string, Channel>();
  readonly #shared = new WeakMap<Channel, Map<number, Shared>>();
  readonly #turns: Turns;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#turns = new Turns(options.maxBackfills ?? 4);
  }

  /** Serves these tables from now on; what is as before goes on, followers of everything else begin anew. */
  serve(tables: readonly ServedTablePlan[]): void {
    const pairs = new Map(tables.map((table) => [pathOf(table), pairOf(table, tables)]));
    for (const [path, rows] of this.#rows) {
      if (JSON.stringify(rows.pair) === JSON.stringify(pairs.get(path))) continue;
      this.#rows.delete(path);
      rows.close(`what ${path} is has changed`);
      for (const { facts } of rows.topics) if (!this.#isTaken(facts.topic)) this.#topics.delete(facts.topic);
    }
    for (const [path, pair] of pairs)
      if (!this.#rows.has(path))
        this.#rows.set(path, new LiveRows(pair, this.#topicsOf(pair), this.#options.ring));
  }

  get topics(): readonly LiveTopic[] {
    return [...this.#topics.values()];
  }

  /** A topic that is followed. */
  topic(name: string): LiveTopic | undefined {
    return this.#topics.get(name);
  }

  get channels(): readonly Channel[] {
    return [...this.#channels.values()];
  }

  /** The channel of some tables, `<domain>/<table>` each; undefined where one of them is not served. Give it back by {@link release}. */
  channel(paths: readonly string[]): Channel | undefined {
    const names = [...new Set(paths)].sort();
    const rows = names.map((path) => this.#rows.get(path));
    if (rows.includes(undefined)) return undefined;
    const key = names.join(",");
    let channel = this.#channels.get(key);
    if (channel === undefined || channel.isBroken) {
      channel = new Channel(rows as readonly LiveRows[], this.#options);
      this.#channels.set(key, channel);
    }
    return channel;
  }

  /** Ends a channel that nobody follows. */
  release(channel: Channel): void {
    if (channel.followers > 0) return;
    channel.close();
    for (const [key, known] of this.#channels) if (known === channel) this.#channels.delete(key);
  }

  /**
   * The rows that are there; those who ask side by side, or shortly after, share one reading.
   * @throws what the store throws; StreamGapError, TooManyRecordsError
   */
  async backfill(channel: Channel, minutes: number): Promise<StreamStart> {
    const { now, shareMs = 1_000 } = this.#options;
    let byMinutes = this.#shared.get(channel);
    if (byMinutes === undefined) this.#shared.set(channel, (byMinutes = new Map()));
    const known = byMinutes.get(minutes);
    if (known !== undefined && now() - known.madeAtMs <= shareMs) {
      const start = await known.start;
      if (start.next >= channel.log.first && !channel.isBroken) return start;
    }
    const shared = this.#share(byMinutes, minutes, () => backfill(channel, minutes, this.#options));
    return await shared.start;
  }

  /** Makes a backfill that others are given too, until some time after it was made. */
  #share(byMinutes: Map<number, Shared>, minutes: number, make: () => Promise<StreamStart>): Shared {
    const { now, shareMs = 1_000 } = this.#options;
    const forget = () => {
      if (byMinutes.get(minutes) === shared) byMinutes.delete(minutes);
    };
    const start = this.#turns.take(async () => {
      try {
        return await make();
      } finally {
        shared.madeAtMs = now();
        setTimeout(forget, shareMs).unref();
      }
    });
    // While it is under way its age is below zero.
    const shared: Shared = { start, madeAtMs: Number.POSITIVE_INFINITY };
    start.catch(forget);
    byMinutes.set(minutes, shared);
    return shared;
  }

  /** What a client missed; undefined where it cannot be had any more. @param id of the last frame that it took */
  async resume(channel: Channel, id: string): Promise<StreamStart | undefined> {
    return await this.#turns.take(() => resume(channel, id, this.#options));
  }

  /** Follows nothing any more; every follower is told why. */
  close(reason: string): void {
    for (const rows of this.#rows.values()) rows.close(reason);
    this.#rows.clear();
    this.#topics.clear();
  }

  #topicsOf({ table, finalTable }: LivePair): readonly LiveTopic[] {
    return [table, ...(finalTable === undefined ? [] : [finalTable])].map((each) => this.#topicOf(each));
  }

  #topicOf({ topic, connector, key }: ServedTablePlan): LiveTopic {
    let live = this.#topics.get(topic);
    if (live === undefined) {
      live = new LiveTopic({ topic, connector, key }, this.#options);
      this.#topics.set(topic, live);
      live.start();
    }
    return live;
  }

  #isTaken(topic: string): boolean {
    return [...this.#rows.values()].some(({ views }) => views.has(topic));
  }
}

/** Lets so many go at once; the others wait for their turn. */
class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async take<T>(act: () => Promise<T>): Promise<T> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free -= 1;
    try {
      return await act();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}

/** As queries name a table: `<domain>/<table>`. */
export function pathOf({ domain, name }: Pick<ServedTablePlan, "domain" | "name">): string {
  return `${domain}/${name}`;
}

function pairOf(table: ServedTablePlan, tables: readonly ServedTablePlan[]): LivePair {
  const finalTable = tables.find(({ domain, name }) => domain === table.domain && name === table.finalTable);
  return { table, ...(table.finality === "paired" && finalTable !== undefined ? { finalTable } : {}) };
}
