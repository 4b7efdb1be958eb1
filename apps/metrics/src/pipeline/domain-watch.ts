import type { Positions } from "@millrace/kafka";
import type { MetricsContract } from "../catalog/contract.ts";
import { type ConnectorState, together } from "./connector-states.ts";
import { EventProgress } from "./event-progress.ts";
import type { JobFacts } from "./flink-jobs.ts";
import { distance, total, type TopicOffsets } from "./offsets.ts";
import type { PipelineSources } from "./pipeline-sources.ts";
import { ProcessingLag } from "./processing-lag.ts";
import { Growth } from "./rate.ts";
import type { DomainReport } from "./report.ts";

/** What was learned of all domains together. */
export interface CommonFacts {
  readonly atMs: number;
  /** Undefined while Kafka does not answer. */
  readonly ends: TopicOffsets | undefined;
  /** Undefined where Flink is not asked, or does not answer. */
  readonly jobs: ReadonlyMap<string, JobFacts> | undefined;
  readonly connectors: ReadonlyMap<string, ConnectorState> | undefined;
}

/** One domain's report, with what is added up over domains. */
export interface DomainFacts {
  readonly report: DomainReport;
  readonly processedPerSecond: number;
  readonly storedPerSecond: number;
}

/** Follows one domain from its events to its stored rows. */
export class DomainWatch {
  readonly name: string;
  readonly #sources: PipelineSources;
  readonly #progress: EventProgress;
  readonly #lag = new ProcessingLag();
  readonly #events = new Growth();
  readonly #processed = new Growth();
  readonly #stored = new Growth();
  #lateRows: number | null = null;
  #lateCountedAt = -1;

  constructor(name: string, sources: PipelineSources) {
    this.name = name;
    this.#sources = sources;
    this.#progress = new EventProgress((topic, offsets) => sources.records(topic, offsets));
  }

  /** @throws where Kafka does not answer any more */
  async see(contract: MetricsContract, facts: CommonFacts): Promise<DomainFacts> {
    const { atMs } = facts;
    const own = <T extends { readonly domain: string }>(all: readonly T[]) =>
      all.filter(({ domain }) => domain === this.name);
    const statements = own(contract.statements).map(({ name }) => name);
    const sinks = own(contract.connectors).filter(({ kind }) => kind === "postgres");
    const jobs = statements.map((name) => facts.jobs?.get(name) ?? { status: "UNKNOWN" as const });
    const connectors = sinks.map(({ name }) => facts.connectors?.get(name) ?? { status: "UNKNOWN" as const });
    const flow = facts.ends === undefined ? undefined : await this.#flow(contract, facts.ends, atMs);
    const report: DomainReport = {
      name: this.name,
      newest_event_at: iso(flow?.newestAtMs),
      processed_event_at: iso(flow?.processedAtMs),
      event_time_lag_ms: flow?.processedAtMs === undefined ? null : Math.max(0, atMs - flow.processedAtMs),
      processing_lag_ms: flow?.processingLagMs ?? null,
      events_per_second: flow?.eventsPerSecond ?? 0,
      flink: {
        status: together(jobs).status,
        last_checkpoint_at: iso(jobs.find((job) => job.lastCheckpointAtMs !== undefined)?.lastCheckpointAtMs),
        checkpoint_ms: jobs.find((job) => job.checkpointMs !== undefined)?.checkpointMs ?? null,
        lag_records: flow?.waitingEvents ?? 0,
      },
      connect: { status: together(connectors).status, lag_records: flow?.waitingRows ?? 0 },
      late_rows: await this.#countLate(contract),
      dead_letters: facts.ends === undefined ? null : deadLetters(contract, this.name, facts.ends),
    };
    const { processedPerSecond = 0, storedPerSecond = 0 } = flow ?? {};
    return { report, processedPerSecond, storedPerSecond };
  }

  async #flow(contract: MetricsContract, all: TopicOffsets, atMs: number) {
    const { done, ends } = await this.#readEvents(contract, all);
    const { stored, resultEnds } = await this.#results(contract);
    const times = await this.#progress.see(ends, done);
    return {
      ...times,
      processingLagMs: this.#lag.see({ atMs, oldestWaitingMs: times.oldestWaitingMs, resultEnds, stored }),
      waitingEvents: distance(done, ends),
      waitingRows: distance(stored, resultEnds),
      eventsPerSecond: this.#events.see(total(ends), atMs),
      processedPerSecond: this.#processed.see(total(done), atMs),
      storedPerSecond: this.#stored.see(total(stored), atMs),
    };
  }

  /** The ends of the event topics that the domain's statement reads, and what it has committed of them. */
  async #readEvents(contract: MetricsContract, all: TopicOffsets) {
    const events = contract.events.filter(({ domain }) => domain === this.name);
    const topics = [...new Set(events.map(({ topic }) => topic))].filter((topic) => all.has(topic));
    const groups = contract.statements
      .filter(({ domain }) => domain === this.name)
      .map(({ name }) => `${contract.stage}-${name}`);
    const committed = new Map<string, Positions>();
    for (const topic of topics)
      for (const group of groups) {
        const found = await this.#sources.committed(group, topic);
        if (found.size > 0) committed.set(topic, found);
      }
    // Of a topic that nothing is committed of, where others are, the statement reads nothing.
    const read = committed.size === 0 ? topics : topics.filter((topic) => committed.has(topic));
    const ends = new Map(read.map((topic) => [topic, all.get(topic) ?? new Map<number, number>()]));
    // What retention has deleted is not waited for.
    return { done: furthest(committed, await this.#sources.firsts(read)), ends };
  }

  async #results({ connectors }: MetricsContract) {
    const resultEnds = new Map<string, Positions>();
    const stored = new Map<string, Positions>();
    for (const { name, domain, kind, topics } of connectors) {
      if (domain !== this.name || kind !== "postgres") continue;
      for (const topic of topics) {
        const end = this.#sources.resultEnds(topic);
        if (end === undefined) continue;
        resultEnds.set(topic, end);
        stored.set(topic, await this.#sources.committed(`connect-${name}`, topic));
      }
    }
    return { resultEnds, stored };
  }

  /** Counted anew when a late row has come: counting takes longer than all the rest. */
  async #countLate({ served }: MetricsContract): Promise<number | null> {
    const tables = served.filter((table) => table.domain === this.name && isLate(table.columns));
    if (tables.length === 0) return 0;
    const ends = new Map(
      tables.map(({ topic }) => [topic, this.#sources.resultEnds(topic) ?? new Map<number, number>()]),
    );
    const connectors = tables.map(({ topic, connector }) =>
      this.#sources.committed(`connect-${connector}`, topic).catch(() => new Map<number, number>()),
    );
    const stored = (await Promise.all(connectors)).map(
      (each, index) => [tables[index]?.topic ?? "", each] as const,
    );
    const mark = total(ends) + total(new Map(stored));
    if (mark === this.#lateCountedAt) return this.#lateRows;
    try {
      this.#lateRows = await this.#sources.countRows(tables.map(({ postgresTable }) => postgresTable));
      this.#lateCountedAt = mark;
    } catch {
      // The store's own report says that it does not answer.
    }
    return this.#lateRows;
  }
}

/** The further one of two places, partition by partition of the second. */
function furthest(some: TopicOffsets, all: TopicOffsets): TopicOffsets {
  const further = (topic: string, partitions: Positions) =>
    [...partitions].map(
      ([partition, offset]) => [partition, Math.max(offset, some.get(topic)?.get(partition) ?? 0)] as const,
    );
  return new Map([...all].map(([topic, partitions]) => [topic, new Map(further(topic, partitions))]));
}

/** Tables of late rows say which watermark judged them. */
function isLate(columns: readonly { readonly name: string }[]): boolean {
  return columns.some(({ name }) => name === "judged_by_watermark");
}

function deadLetters({ deadLetterTopics }: MetricsContract, name: string, ends: TopicOffsets): number {
  const topics = new Set(deadLetterTopics.filter(({ domain }) => domain === name).map(({ topic }) => topic));
  return total(new Map([...ends].filter(([topic]) => topics.has(topic))));
}

function iso(atMs: number | undefined): string | null {
  return atMs === undefined || !Number.isFinite(atMs) ? null : new Date(atMs).toISOString();
}
