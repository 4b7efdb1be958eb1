import { setTimeout as delay } from "node:timers/promises";
import type { LogSink } from "@millrace/common";
import type { MetricsContract } from "../catalog/contract.ts";
import { type ConnectorState, together } from "./connector-states.ts";
import { type CommonFacts, type DomainFacts, DomainWatch } from "./domain-watch.ts";
import { FirstAnswers } from "./first-answers.ts";
import type { JobFacts } from "./flink-jobs.ts";
import type { Lags } from "./lags.ts";
import type { TopicOffsets } from "./offsets.ts";
import type { PipelineSources } from "./pipeline-sources.ts";
import { type Answer, type Fault, Question, valueOf } from "./question.ts";
import type { PartReport, PartStatus, PipelineReport } from "./report.ts";

/** What a watcher works with. */
export interface WatcherOptions {
  readonly contract: () => MetricsContract;
  readonly sources: PipelineSources;
  readonly log: LogSink;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Between two looks. Default 2,000. */
  readonly intervalMs?: number;
  /** From when on who has not answered counts as away. Default 1,500. */
  readonly patienceMs?: number;
  /** How long a part that has never worked is starting rather than down. Default 120,000. */
  readonly startingMs?: number;
}

const defaultPatienceMs = 1_500;
/** The publisher looks at Kafka before it answers, for 2,000 ms, and takes events without it too. */
const publisherHoldsMs = 3_000;
/** What a look takes longer than its first answers do, at most. */
const secondAnswersMs = 400;

/** Looks at the whole pipeline again and again, once for all who want to know. */
export class PipelineWatcher {
  readonly #options: WatcherOptions;
  readonly #watches = new Map<string, DomainWatch>();
  readonly #first: FirstAnswers;
  readonly #asks = {
    ends: new Question<TopicOffsets>(),
    jobs: new Question<ReadonlyMap<string, JobFacts>>(),
    connectors: new Question<ReadonlyMap<string, ConnectorState>>(),
    publisher: new Question<void>(publisherHoldsMs),
    store: new Question<void>(),
  };
  #report: PipelineReport;

  constructor(options: WatcherOptions) {
    const { now, startingMs = 120_000 } = options;
    this.#options = options;
    this.#first = new FirstAnswers({ now, startingMs });
    this.#report = { at: new Date(options.now()).toISOString(), parts: [], domains: [] };
  }

  /** As it was at the newest look; before the first one it names no part. */
  get report(): PipelineReport {
    return this.#report;
  }

  /** How far a domain's results are behind, as of the newest look. */
  lags(domain: string): Lags {
    const found = this.#report.domains.find(({ name }) => name === domain);
    const { now } = this.#options;
    const processedAt = found?.processed_event_at ?? null;
    return {
      // It grows between two looks too.
      eventTimeLagMs: processedAt === null ? null : Math.max(0, now() - Date.parse(processedAt)),
      processingLagMs: found?.processing_lag_ms ?? null,
      newestEventAt: found?.newest_event_at ?? null,
    };
  }

  /** Looks until the signal aborts; never rejects. @param onReport is told each report */
  async run(signal: AbortSignal, onReport: (report: PipelineReport) => void): Promise<void> {
    const { intervalMs = 2_000, log } = this.#options;
    while (!signal.aborted) {
      const startedAt = performance.now();
      try {
        onReport(await this.look());
      } catch (error) {
        log.error({ err: error }, "the pipeline cannot be looked at");
      }
      const restMs = Math.max(100, intervalMs - (performance.now() - startedAt));
      await delay(restMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Looks once, and takes no longer than 400 ms more than the patience: what does not answer makes a part DOWN. */
  async look(): Promise<PipelineReport> {
    const { contract, sources, now, patienceMs = defaultPatienceMs } = this.#options;
    const present = contract();
    const names = present.statements.map(({ name }) => name);
    const [kafka, jobs, connectors, publisher, store] = await Promise.all([
      this.#lookAtKafka(present, patienceMs),
      sources.jobs &&
        this.#asks.jobs.ask(
          async () => (await sources.jobs?.(names)) ?? new Map<string, JobFacts>(),
          patienceMs,
        ),
      sources.connectors &&
        this.#asks.connectors.ask(
          async () => (await sources.connectors?.()) ?? new Map<string, ConnectorState>(),
          patienceMs,
        ),
      sources.publisher && this.#asks.publisher.ask(async () => await sources.publisher?.(), patienceMs),
      this.#asks.store.ask(() => sources.pingStore(), patienceMs),
    ]);
    const common: CommonFacts = {
      atMs: now(),
      jobs: valueOf(jobs),
      connectors: valueOf(connectors),
    };
    const facts = domainsOf(present).map((name) => this.#seen(this.#watch(name).see(present, common)));
    const part = (name: PartReport["name"], seems: ConnectorState, more: PartFigures) =>
      partReport(name, this.#first.see(name, seems), more);
    this.#report = {
      at: new Date(common.atMs).toISOString(),
      parts: [
        part("publisher", upOr(publisher), { rate: sum(facts, ({ report }) => report.events_per_second) }),
        part("kafka", upOr(kafka), { rate: sum(facts, ({ report }) => report.events_per_second) }),
        part("flink", stateOf(jobs), {
          rate: sum(facts, ({ processedPerSecond }) => processedPerSecond),
          lag: sum(facts, ({ report }) => report.flink.lag_records),
        }),
        part(
          "connect",
          stateOf(
            connectors,
            present.connectors.map(({ name }) => name),
          ),
          {
            rate: sum(facts, ({ storedPerSecond }) => storedPerSecond),
            lag: sum(facts, ({ report }) => report.connect.lag_records),
          },
        ),
        part("store", upOr(store), {}),
      ],
      domains: facts.map(({ report }) => report),
    };
    return this.#report;
  }

  /** @returns why Kafka counts as away, or what it answered */
  async #lookAtKafka(contract: MetricsContract, patienceMs: number): Promise<Answer<unknown>> {
    const startedAt = performance.now();
    const ends = await this.#asks.ends.ask(() => this.#ends(contract), patienceMs);
    const waitMs = patienceMs + secondAnswersMs - (performance.now() - startedAt);
    const options = { atMs: this.#options.now(), waitMs, patienceMs };
    const looks = domainsOf(contract).map((name) => this.#watch(name).look(contract, valueOf(ends), options));
    const faults: readonly (Fault | undefined)[] = await Promise.all(looks);
    return faults.find((fault) => fault !== undefined) ?? ends;
  }

  /** Of a domain whose jobs or connectors have never worked they are starting. */
  #seen(facts: DomainFacts): DomainFacts {
    const { report } = facts;
    const { name, flink, connect } = report;
    const see = (part: string, status: PartStatus) => this.#first.see(`${part} ${name}`, { status }).status;
    return {
      ...facts,
      report: {
        ...report,
        flink: { ...flink, status: see("flink", flink.status) },
        connect: { ...connect, status: see("connect", connect.status) },
      },
    };
  }

  async #ends({ events, deadLetterTopics }: MetricsContract) {
    const { sources } = this.#options;
    const existing = new Set(await sources.topics());
    const wanted = [...events, ...deadLetterTopics].map(({ topic }) => topic);
    return await sources.ends([...new Set(wanted)].filter((topic) => existing.has(topic)));
  }

  #watch(name: string): DomainWatch {
    let watch = this.#watches.get(name);
    if (watch === undefined) this.#watches.set(name, (watch = new DomainWatch(name, this.#options.sources)));
    return watch;
  }
}

function upOr(answer: Answer<unknown> | undefined): ConnectorState {
  if (answer === undefined) return { status: "UNKNOWN" };
  return "fault" in answer ? { status: "DOWN", detail: answer.fault } : { status: "UP" };
}

/** What several are together; a name that is not among them is missing. */
function stateOf(
  answer: Answer<ReadonlyMap<string, ConnectorState>> | undefined,
  names?: readonly string[],
): ConnectorState {
  if (answer === undefined || "fault" in answer) return upOr(answer);
  const wanted = names ?? [...answer.value.keys()];
  return together(
    wanted.map((name) => answer.value.get(name) ?? { status: "DOWN", detail: `${name} is not there` }),
  );
}

interface PartFigures {
  readonly rate?: number;
  readonly lag?: number;
}

function partReport(
  name: PartReport["name"],
  { status, detail }: ConnectorState,
  { rate, lag }: PartFigures,
): PartReport {
  return {
    name,
    status,
    ...(detail === undefined ? {} : { detail }),
    ...(rate === undefined ? {} : { rate_per_second: rate }),
    ...(lag === undefined ? {} : { lag_records: lag }),
  };
}

function sum(facts: readonly DomainFacts[], valueOfDomain: (facts: DomainFacts) => number): number {
  return Math.round(facts.reduce((all, each) => all + valueOfDomain(each), 0) * 10) / 10;
}

function domainsOf({ served, events }: MetricsContract): readonly string[] {
  return [...new Set([...served, ...events].map(({ domain }) => domain))].sort();
}
