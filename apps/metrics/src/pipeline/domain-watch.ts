import type { Positions } from "@millrace/kafka";
import type { MetricsContract } from "../catalog/contract.ts";
import { type ConnectorState, together } from "./connector-states.ts";
import { EventProgress } from "./event-progress.ts";
import type { JobFacts } from "./flink-jobs.ts";
import { distance, total, type TopicOffsets } from "./offsets.ts";
import type { PipelineSources } from "./pipeline-sources.ts";
import { ProcessingLag } from "./processing-lag.ts";
import { type Fault, Question, valueOf } from "./question.ts";
import { Growth } from "./rate.ts";
import type { DomainReport } from "./report.ts";

/** What was learned of all domains together. */
export interface CommonFacts {
  readonly atMs: number;
  /** Undefined where Flink is not asked, or does not answer. */
  readonly jobs: ReadonlyMap<string, JobFacts> | undefined;
  readonly connectors: ReadonlyMap<string, ConnectorState> | undefined;
}

/** How a look is made; milliseconds. */
export interface LookOptions {
  readonly atMs: number;
  /** How long this look waits at most. */
  readonly waitMs: number;
  /** How long one question may take; after three times that Kafka counts as away. */
  readonly patienceMs: number;
}

/** One domain's report, with what is added up over domains. */
export interface DomainFacts {
  readonly report: DomainReport;
  readonly processedPerSecond: number;
  readonly storedPerSecond: number;
}

/** What Kafka says of one domain. */
interface Flow {
  readonly newestAtMs: number | undefined;
  readonly processedAtMs: number | undefined;
  readonly processingLagMs: number;
  readonly waitingEvents: number;
  readonly waitingRows: number;
  readonly deadLetters: number;
  readonly eventsPerSecond: number;
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
  readonly #asksFlow = new Question<Flow>();
  readonly #asksLate = new Question<number>();
  /** As it was when Kafka answered last. */
  #flow: Flow | undefined;
  #isFlowing = false;
  #lateRows: number | null = null;
  #lateCountedAt = -1;

  constructor(name: string, sources: PipelineSources) {
    this.name = name;
    this.#sources = sources;
    this.#progress = new EventProgress((topic, offsets) => sources.records(topic, offsets));
  }

  /**
   * Asks Kafka, and the store for late rows; takes no longer than `waitMs`, and never rejects.
   * @param ends undefined while Kafka does not answer
   * @returns why Kafka counts as away; undefined where it answers, is given more time, or is not asked
   */
  async look(
    contract: MetricsContract,
    ends: TopicOffsets | undefined,
    { atMs, waitMs, patienceMs }: LookOptions,
  ): Promise<Fault | undefined> {
    const late = this.#asksLate.ask(() => this.#countLate(contract, ends !== undefined), waitMs);
    const flow = ends && (await this.#asksFlow.ask(() => this.#readFlow(contract, ends, atMs), waitMs));
    await late;
    this.#flow = valueOf(flow) ?? this.#flow;
    const fault = flow !== undefined && "fault" in flow && isOver(flow, patienceMs) ? flow : undefined;
    this.#isFlowing = flow !== undefined && fault === undefined;
    return fault;
  }

  /** As of the newest look. Of what Kafka does not tell at present, what does not grow old is as it was. */
  see(contract: MetricsContract, { atMs, ...facts }: CommonFacts): DomainFacts {
    const own = <T extends { readonly domain: string }>(all: readonly T[]) =>
      all.filter(({ domain }) => domain === this.name);
    const statements = own(contract.statements).map(({ name }) => name);
    const sinks = own(contract.connectors).filter(({ kind }) => kind === "postgres");
    const jobs = statements.map((name) => facts.jobs?.get(name) ?? { status: "UNKNOWN" as const });
    const connectors = sinks.map(({ name }) => facts.connectors?.get(name) ?? { status: "UNKNOWN" as const });
    const known = this.#flow;
    const present = this.#isFlowing ? known : undefined;
    const report: DomainReport = {
      name: this.name,
      newest_event_at: iso(known?.newestAtMs),
      processed_event_at: iso(known?.processedAtMs),
      event_time_lag_ms: known?.processedAtMs === undefined ? null : Math.max(0, atMs - known.processedAtMs),
      processing_lag_ms: present?.processingLagMs ?? null,
      events_per_second: present?.eventsPerSecond ?? 0,
      flink: {
        status: together(jobs).status,
        last_checkpoint_at: iso(jobs.find((job) => job.lastCheckpointAtMs !== undefined)?.lastCheckpointAtMs),
        checkpoint_ms: jobs.find((job) => job.checkpointMs !== undefined)?.checkpointMs ?? null,
        lag_records: known?.waitingEvents ?? 0,
      },
      connect: { status: together(connectors).status, lag_records: known?.waitingRows ?? 0 },
      late_rows: this.#lateRows,
      dead_letters: known?.deadLetters ?? null,
    };
    const { processedPerSecond = 0, storedPerSecond = 0 } = present ?? {};
    return { report, processedPerSecond, storedPerSecond };
  }

  async #readFlow(contract: MetricsContract, all: TopicOffsets, atMs: number): Promise<Flow> {
    const { done, ends } = await this.#readEvents(contract, all);
    const { stored, resultEnds } = await this.#results(contract);
    const times = await this.#progress.see(ends, done);
    return {
      ...times,
      processingLagMs: this.#lag.see({ atMs, oldestWaitingMs: times.oldestWaitingMs, resultEnds, stored }),
      waitingEvents: distance(done, ends),
      waitingRows: distance(stored, resultEnds),
      deadLetters: deadLetters(contract, this.name, all),
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
  async #countLate({ served }: MetricsContract, isKafkaThere: boolean): Promise<number> {
    if (!isKafkaThere && this.#lateRows !== null) return this.#lateRows;
    const tables = served.filter((table) => table.domain === this.name && isLate(table.columns));
    if (tables.length === 0) return (this.#lateRows = 0);
    const ends = new Map(
      tables.map(({ topic }) => [topic, this.#sources.resultEnds(topic) ?? new Map<number, number>()]),
    );
    const connectors = (isKafkaThere ? tables : []).map(
      async ({ topic, connector }) =>
        [topic, await this.#sources.committed(`connect-${connector}`, topic)] as const,
    );
    const stored = await Promise.all(connectors);
    const mark = total(ends) + total(new Map(stored));
    if (mark === this.#lateCountedAt && this.#lateRows !== null) return this.#lateRows;
    const counted = await this.#sources.countRows(tables.map(({ postgresTable }) => postgresTable));
    this.#lateCountedAt = mark;
    return (this.#lateRows = counted);
  }
}

/** Many answers take longer than one, and Kafka that hangs is found at the next look's first question. */
function isOver({ hangsMs }: Fault, patienceMs: number): boolean {
  return hangsMs === undefined || hangsMs >= 3 * patienceMs;
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
