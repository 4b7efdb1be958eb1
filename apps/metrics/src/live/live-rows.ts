import type { ServedTablePlan } from "@millrace/domain";
import type { Change } from "./change.ts";
import { ChangeRing, type RingLimits } from "./change-ring.ts";
import { KnownFinals } from "./known-finals.ts";
import type { ChangeTaker, LiveTopic } from "./live-topic.ts";
import type { Position, TopicPosition } from "./position.ts";
import { liveTable } from "./read-change.ts";

/** Who is told of a table's changes. */
export interface ChangeListener {
  changed(rows: LiveRows, changes: readonly Change[]): void;
  /** What was told before is not connected to what comes. */
  broken(reason: string): void;
}

/** A table that is served live, with the one that has its final rows. */
export interface LivePair {
  readonly table: ServedTablePlan;
  readonly finalTable?: ServedTablePlan | undefined;
}

/** The live rows of one table: its own and the final ones in one order, the newest kept. */
export class LiveRows implements ChangeTaker {
  readonly pair: LivePair;
  readonly topics: readonly LiveTopic[];
  readonly views;
  readonly ring: ChangeRing;
  readonly #finals = new KnownFinals();
  readonly #listeners = new Set<ChangeListener>();

  /** @param topics those of the pair, followed by others too */
  constructor(pair: LivePair, topics: readonly LiveTopic[], limits: RingLimits = {}) {
    const { table, finalTable } = pair;
    const sources = finalTable === undefined ? [table] : [table, finalTable];
    this.pair = pair;
    this.topics = topics;
    this.views = new Map(sources.map((source) => [source.topic, liveTable(table, source)]));
    this.ring = new ChangeRing(limits);
    for (const topic of topics) topic.attach(this);
  }

  /** How far its topics were read; undefined before the first contact with each of them. */
  get position(): Position | undefined {
    const positions = this.topics.map(({ facts, position }) => [facts.topic, position] as const);
    if (positions.some(([, position]) => position === undefined)) return undefined;
    return new Map(positions as readonly (readonly [string, TopicPosition])[]);
  }

  listen(listener: ChangeListener): void {
    this.#listeners.add(listener);
  }

  unlisten(listener: ChangeListener): void {
    this.#listeners.delete(listener);
  }

  begin(topic: string, position: TopicPosition): void {
    this.ring.clear();
    this.#finals.clear();
    for (const other of this.topics) {
      const at = other.facts.topic === topic ? position : other.position;
      if (at !== undefined) this.ring.begin(other.facts.topic, at.next);
    }
    this.#break(`live rows of ${topic} begin anew`);
  }

  push(changes: readonly Change[]): void {
    const news = changes.filter((change) => !this.#isOutdated(change));
    for (const change of news) this.ring.push(change);
    if (news.length > 0) for (const listener of this.#listeners) listener.changed(this, news);
  }

  /** Ends it, for whoever follows it too. */
  close(reason: string): void {
    for (const topic of this.topics) if (topic.detach(this) === 0) topic.stop();
    this.#break(reason);
  }

  #isOutdated({ identity, isFinal }: Change): boolean {
    if (this.pair.finalTable === undefined) return false;
    if (isFinal) this.#finals.add(identity);
    return !isFinal && this.#finals.has(identity);
  }

  #break(reason: string): void {
    for (const listener of this.#listeners) listener.broken(reason);
  }
}
